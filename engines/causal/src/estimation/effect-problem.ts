import type { Dataset } from "@causeway/engine-learning";

/** Rows, columns and question of one effect: all of one length, nothing missing but in the covariates. */
export interface EffectProblem {
  readonly outcome: Float64Array;
  /** 0 or 1 for a binary treatment, else the dose. */
  readonly treatment: Float64Array;
  readonly isBinary: boolean;
  readonly covariates: Dataset;
  /** Cluster of each row, for errors that allow rows of one customer to be alike; each row by itself where absent. */
  readonly clusters?: Int32Array | undefined;
  /** For IV only: what moves the treatment and reaches the outcome through it alone. */
  readonly instrument?: Float64Array | undefined;
}

export type Estimand = "ate" | "att";

/** A number with its uncertainty; `influence` is each row's share in it, for clusters and further use. */
export interface Estimate {
  readonly estimate: number;
  readonly standardError: number;
  readonly influence: Float64Array;
}
