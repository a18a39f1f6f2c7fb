import type { ProfileId } from "@causeway/kernel";
import type { Identifier } from "../identifiers/identifier.ts";

/** Two profiles turned out to be one person. `from` and `to` hold the identifiers that met; the roots are what was joined. */
export interface Merge {
  readonly kind: "merge";
  readonly winner: ProfileId;
  readonly loser: ProfileId;
  readonly from: ProfileId;
  readonly to: ProfileId;
  /** The identifier that brought the loser in. */
  readonly by: Identifier;
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
  readonly reason: "belongs-to-another" | "limit-reached";
}

export type GraphChange = Merge | Switch | Demotion;
