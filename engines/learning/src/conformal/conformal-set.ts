import { conformalQuantile } from "./conformal-quantile.ts";

/** Classes belong to the set where their probability reaches `threshold`; plain JSON. */
export interface ConformalSet {
  readonly level: number;
  readonly threshold: number;
}

/**
 * Sets of classes that hold the true one with the stated probability, of least average size.
 * `probabilities`: one array per class, by held-out rows; `target`: class numbers.
 * Source: Sadinle, Lei & Wasserman, JASA 114 (2019).
 */
export function fitConformalSet(
  probabilities: readonly Float64Array[],
  target: Float64Array,
  level: number,
): ConformalSet {
  const scores = target.map((actual, row) => 1 - (probabilities[actual]?.[row] ?? 0));
  return { level, threshold: 1 - conformalQuantile(scores, level) };
}

/** The classes of one fresh row, by number. */
export function conformalSet(fitted: ConformalSet, probabilities: readonly number[]): number[] {
  return Array.from(probabilities.keys()).filter(
    (output) => (probabilities[output] ?? 0) >= fitted.threshold - 1e-12,
  );
}
