import type { TouchpointJudgement } from "./judge-touchpoints.ts";

/** The tables of touchpoint worth inside a workspace, for `trx.$extendTables<WorthTables>()`. */
export type WorthTables = {
  /** Every look at what types of touchpoints are worth; the newest of a prediction counts. */
  touchpoint_worth: {
    id: string;
    prediction: string;
    computed_at: Date;
    body: TouchpointJudgement | null;
  };
  /** Since when a look is awaited, by prediction. */
  worth_runs: { prediction: string; requested_at: Date };
};
