import type { Identifier } from "../identifiers/identifier.ts";

/** What was decided about two identifiers, as it stands beside one of them. */
export interface Constraint {
  readonly verdict: "apart" | "together";
  readonly other: Identifier;
  readonly decision: string;
  readonly decidedAtMs: number;
  /** A person said so, who may overrule how many identifiers of a kind one person holds. */
  readonly byPerson: boolean;
}

/**
 * Decisions by `identifierKey` of either side. A side names an identifier, and also the profile that was founded by it.
 * They hold from the start of the log, whenever they were taken.
 */
export type Constraints = ReadonlyMap<string, readonly Constraint[]>;

export const noConstraints: Constraints = new Map();
