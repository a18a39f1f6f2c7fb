import type { TouchpointJudgement } from "./judge-touchpoints.ts";

/** The tables of touchpoint worth inside a workspace, for `trx.$extendTables<WorthTables>()`. */
export type WorthTables = {
  /** Every look at what types of touchpoints are worth; the newest counts. */
  touchpoint_worth: { id: string; computed_at: Date; body: TouchpointJudgement | null };
  /** At most one row: since when a look is awaited. */
  worth_runs: { single: boolean; requested_at: Date };
};
