import type { ModelCard, Reason, Score } from "@causeway/platform-contract";
import type { Generated } from "kysely";
import type { StoredLeadModel } from "./training/lead-model.ts";

/** The tables of this module inside a workspace, for `trx.$extendTables<PredictionTables>()`. */
export type PredictionTables = {
  /** Every version that was trained; the newest of a prediction is in force. */
  models: {
    id: string;
    prediction: string;
    version: number;
    verdict: ModelCard["verdict"];
    trained_at: Date;
    card: ModelCard;
    /** Null where the verdict gives nothing to score with. */
    model: StoredLeadModel | null;
  };
  /** At most one row while a prediction is being trained. */
  trainings: { prediction: string; started_at: Date; progress: number };
  scores: {
    object: string;
    record_id: string;
    model_id: string;
    grade: Score["grade"];
    probability: number;
    low: number;
    high: number;
    base_rate: number;
    reasons: readonly Reason[];
    similar_cases: Score["similar"];
    as_of: Date;
    computed_at: Date;
  };
  /** Records whose score must be computed anew. */
  stale_scores: { object: string; record_id: string; marked_at: Generated<Date> };
};
