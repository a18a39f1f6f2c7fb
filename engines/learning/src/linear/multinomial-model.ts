import type { ColumnEncoding } from "./encoding.ts";

/** A fitted linear predictor of several classes; plain JSON. */
export interface MultinomialModel {
  readonly kind: "multinomial";
  readonly encodings: readonly ColumnEncoding[];
  /** One array per class: one coefficient per term, then the intercept. Of each term they sum to 0. */
  readonly coefficients: readonly (readonly number[])[];
  /** The mean of each term over the training rows: what a contribution is measured against. */
  readonly termMeans: readonly number[];
}
