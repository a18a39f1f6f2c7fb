import type { ColumnEncoding } from "./encoding.ts";

/** A fitted linear predictor; plain JSON. */
export interface LinearModel {
  readonly kind: "logistic" | "ridge";
  readonly encodings: readonly ColumnEncoding[];
  /** One per term, then the intercept. */
  readonly coefficients: readonly number[];
  /** The mean of each term over the training rows: what a contribution is measured against. */
  readonly termMeans: readonly number[];
  /**
   * Covariance of the coefficients (intercept last), the lower triangle row by row: the inverse of the penalised
   * information, that is the Laplace approximation of the posterior under the ridge prior.
   */
  readonly covariance: readonly number[];
  /** Ridge only: the standard deviation of the residuals; 1 for logistic. */
  readonly residualDeviation: number;
}
