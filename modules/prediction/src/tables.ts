import type {
  CurvePoint,
  PredictionDefinition,
  Promotion,
  Reason,
  Score,
  StaleReason,
  StoredModelCard,
} from "@causeway/platform-contract";
import type { Generated } from "kysely";
import type { StoredModel } from "./training/stored-model.ts";

/** The tables of this module inside a workspace, for `trx.$extendTables<PredictionTables>()`. */
export type PredictionTables = {
  predictions: {
    name: string;
    position: Generated<number>;
    definition: PredictionDefinition;
    is_ready: boolean;
    /** The version in force; null where there is none, or nothing to score with. */
    current_model_id: Generated<string | null>;
    /** What the nightly look found: drift, late sources. */
    health: Generated<readonly StaleReason[]>;
    created_at: Date;
    updated_at: Date;
  };
  /** Every version that was trained. */
  models: {
    id: string;
    prediction: string;
    version: number;
    verdict: StoredModelCard["verdict"];
    trained_at: Date;
    card: StoredModelCard;
    /** Null where the verdict gives nothing to score with. */
    model: StoredModel | null;
    /** As it was then; null of models older than definitions. */
    definition: PredictionDefinition | null;
  };
  /** What was put in force, taken back, withdrawn. */
  promotions: {
    id: Generated<number>;
    prediction: string;
    model_id: string | null;
    kind: Promotion["kind"];
    at: Date;
    actor_kind: string;
    actor_id: string;
    why: Promotion["why"];
  };
  /** Held-out cases of a version, to compare with. */
  model_cases: {
    model_id: string;
    number: number;
    record_id: string;
    at: Date;
    predicted: number;
    outcome: number;
    /** Cells and contributions in the order of the model's columns. */
    cells: readonly (number | string | null)[];
    contributions: readonly number[];
  };
  /** At most one row while a prediction is being trained. */
  trainings: {
    prediction: string;
    started_at: Date;
    progress: number;
    phase: Generated<"reading" | "learning">;
    cancelled: Generated<boolean>;
  };
  scores: {
    prediction: string;
    object: string;
    record_id: string;
    model_id: string;
    grade: Score["grade"];
    value: number;
    low: number;
    high: number;
    base_rate: number;
    reasons: readonly Reason[];
    similar_cases: Score["similar"];
    /** Cells and contributions in the order of the model's columns. */
    cells: Generated<readonly (number | string | null)[]>;
    contributions: Generated<readonly number[]>;
    /** Of a curve: the chance by the end of each period. */
    curve: readonly CurvePoint[] | null;
    as_of: Date;
    computed_at: Date;
  };
  /** What was said when; a row where it changed. */
  score_history: {
    prediction: string;
    record_id: string;
    as_of: Date;
    model_id: string;
    value: number;
  };
  /** Records whose scores must be computed anew. */
  stale_scores: { object: string; record_id: string; marked_at: Generated<Date> };
};
