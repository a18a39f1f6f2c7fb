import type { ProfileId } from "@causeway/kernel";
import type { Identifier } from "../identifiers/identifier.ts";

/** Two profiles turned out to be one person. `from` and `to` hold the identifiers that met; the roots are what was joined. */
export interface Merge {
  readonly kind: "merge";
  readonly winner: ProfileId;
  readonly loser: ProfileId;
  readonly from: ProfileId;
  readonly to: ProfileId;
  /** The identifier that brought the loser in; of kind `decision` where somebody, or a rule, said so. */
  readonly by: Identifier;
  /** When it was said, in milliseconds; null where the event itself says it. */
  readonly decidedAtMs: number | null;
}

/** Would have joined two profiles, had nobody said that they stay apart. */
export interface Undone {
  readonly kind: "undone";
  readonly from: ProfileId;
  readonly to: ProfileId;
  readonly by: Identifier;
  readonly decision: string;
  readonly decidedAtMs: number;
}

/** Another known person sits before a device. */
export interface Switch {
  readonly kind: "switch";
  readonly device: string;
  readonly from: ProfileId;
  readonly to: ProfileId;
}

/** An identifier contradicts more believed ones of its event, and was left where it was. */
export interface Demotion {
  readonly kind: "demotion";
  readonly identifier: Identifier;
  readonly profile: ProfileId;
  readonly reason:
    | "belongs-to-another"
    | "limit-reached"
    | "kept-apart"
    | "shared-device"
    | "shared-line"
    | "shared-mailbox";
}

export type GraphChange = Merge | Undone | Switch | Demotion;
