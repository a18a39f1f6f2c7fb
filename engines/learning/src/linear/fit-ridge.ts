import { choleskyFactor, choleskySolve } from "@causeway/engine-statistics";
import type { Dataset } from "../dataset/dataset.ts";
import { learnEncodings } from "./encoding.ts";
import type { LinearModel } from "./linear-model.ts";
import { addWeightedProducts, addWeightedRows, linearScores } from "./normal-equations.ts";
import { packedInverse } from "./packed-inverse.ts";
import { sparseDesign } from "./sparse-design.ts";
import { termMeans } from "./term-means.ts";

export interface RidgeOptions {
  /** Ridge penalty ½·l2·‖β‖² beside half the summed squares, on standardised terms; the intercept is free. Default 1. */
  readonly l2?: number;
  /** One per row; default 1. */
  readonly weights?: Float64Array;
}

/**
 * Linear regression with a ridge penalty, by the normal equations.
 * Source: Hoerl & Kennard, Technometrics 12 (1970).
 */
export function fitRidge(
  dataset: Dataset,
  target: Float64Array,
  options: RidgeOptions = {},
): LinearModel {
  const encodings = learnEncodings(dataset);
  const design = sparseDesign(dataset, encodings);
  const weights = options.weights ?? new Float64Array(dataset.rows).fill(1);
  const size = design.terms + 1;
  const matrix = new Float64Array(size * size);
  addWeightedProducts(matrix, design, weights);
  for (let term = 0; term < size; term++) {
    const place = term * size + term;
    matrix[place] = (matrix[place] as number) + (term < design.terms ? (options.l2 ?? 1) : 1e-9);
  }
  const right = new Float64Array(size);
  addWeightedRows(
    right,
    design,
    target.map((value, row) => value * (weights[row] as number)),
  );
  const factor = choleskyFactor(matrix, size);
  if (factor === undefined) throw new RangeError("The ridge penalty must be positive");
  const coefficients = choleskySolve(factor, right);
  const variance = residualVariance(linearScores(design, coefficients), target, weights);
  return {
    kind: "ridge",
    encodings,
    coefficients: Array.from(coefficients),
    termMeans: termMeans(design),
    covariance: packedInverse(matrix, size).map((entry) => entry * variance),
    residualDeviation: Math.sqrt(variance),
  };
}

function residualVariance(
  fitted: Float64Array,
  target: Float64Array,
  weights: Float64Array,
): number {
  let sum = 0;
  let total = 0;
  for (let row = 0; row < fitted.length; row++) {
    const weight = weights[row] as number;
    sum += weight * ((target[row] as number) - (fitted[row] as number)) ** 2;
    total += weight;
  }
  return total === 0 ? 0 : sum / total;
}
