import { choleskyFactor, choleskySolve } from "@causeway/engine-statistics";
import type { Dataset } from "../dataset/dataset.ts";
import { learnEncodings } from "./encoding.ts";
import type { LinearModel } from "./linear-model.ts";
import { addWeightedProducts, addWeightedRows, linearScores } from "./normal-equations.ts";
import { packedInverse } from "./packed-inverse.ts";
import { sigmoid } from "./sigmoid.ts";
import { type SparseDesign, sparseDesign } from "./sparse-design.ts";
import { termMeans } from "./term-means.ts";

export interface LogisticOptions {
  /** Ridge penalty ½·l2·‖β‖² beside the summed log-loss, on standardised terms; the intercept is free. Default 1. */
  readonly l2?: number;
  /** One per row; default 1. */
  readonly weights?: Float64Array;
  /** Coefficients to begin with, such as those of another penalty; the end is the same, but nearer. */
  readonly start?: readonly number[];
}

const maxSteps = 50;
const tolerance = 1e-8;

/**
 * Logistic regression with a ridge penalty, by Newton's method (iteratively reweighted least squares) with step halving.
 * `target` holds 0 or 1 (or probabilities). Sources: Hastie, Tibshirani & Friedman, The Elements of Statistical Learning,
 * 2nd ed., section 4.4; le Cessie & van Houwelingen, Applied Statistics 41 (1992).
 */
export function fitLogistic(
  dataset: Dataset,
  target: Float64Array,
  options: LogisticOptions = {},
): LinearModel {
  const encodings = learnEncodings(dataset, { bounded: true });
  const design = sparseDesign(dataset, encodings);
  const problem = {
    design,
    target,
    l2: options.l2 ?? 1,
    weights: options.weights ?? new Float64Array(dataset.rows).fill(1),
  };
  const fits = options.start?.length === design.terms + 1;
  let state = evaluate(
    problem,
    fits ? Float64Array.from(options.start ?? []) : new Float64Array(design.terms + 1),
  );
  let curvature = information(problem, state.probabilities);
  for (let step = 0; step < maxSteps; step++) {
    const factor = choleskyFactor(curvature, design.terms + 1);
    if (factor === undefined) break;
    const direction = choleskySolve(factor, gradient(problem, state));
    const next = descend(problem, state, direction);
    const gain = state.loss - next.loss;
    if (!(gain > 0)) break;
    state = next;
    curvature = information(problem, state.probabilities);
    if (gain < tolerance * (1 + Math.abs(state.loss))) break;
  }
  return {
    kind: "logistic",
    encodings,
    coefficients: Array.from(state.coefficients),
    termMeans: termMeans(design),
    covariance: packedInverse(curvature, design.terms + 1),
    residualDeviation: 1,
  };
}

interface Problem {
  readonly design: SparseDesign;
  readonly target: Float64Array;
  readonly weights: Float64Array;
  readonly l2: number;
}

interface State {
  readonly coefficients: Float64Array;
  readonly probabilities: Float64Array;
  readonly loss: number;
}

function evaluate(problem: Problem, coefficients: Float64Array): State {
  const scores = linearScores(problem.design, coefficients);
  let loss = 0;
  for (let term = 0; term < problem.design.terms; term++) {
    loss += 0.5 * problem.l2 * (coefficients[term] as number) ** 2;
  }
  for (let row = 0; row < scores.length; row++) {
    const score = scores[row] as number;
    // log(1 + e^s) − y·s, written so that neither exponential overflows.
    const logPartition = Math.max(score, 0) + Math.log1p(Math.exp(-Math.abs(score)));
    loss +=
      (problem.weights[row] as number) * (logPartition - (problem.target[row] as number) * score);
    scores[row] = sigmoid(score);
  }
  return { coefficients, probabilities: scores, loss };
}

function gradient(problem: Problem, state: State): Float64Array {
  const { design, target, weights, l2 } = problem;
  const residuals = state.probabilities.map(
    (probability, row) => (weights[row] as number) * ((target[row] as number) - probability),
  );
  const slope = new Float64Array(design.terms + 1);
  addWeightedRows(slope, design, residuals);
  for (let term = 0; term < design.terms; term++) {
    slope[term] = (slope[term] as number) - l2 * (state.coefficients[term] as number);
  }
  return slope;
}

function information(problem: Problem, probabilities: Float64Array): Float64Array {
  const { design, weights, l2 } = problem;
  const size = design.terms + 1;
  const matrix = new Float64Array(size * size);
  const rowWeights = probabilities.map(
    (probability, row) => (weights[row] as number) * probability * (1 - probability),
  );
  addWeightedProducts(matrix, design, rowWeights);
  for (let term = 0; term < size; term++) {
    const place = term * size + term;
    // A whisper on the intercept keeps the matrix invertible where one class is absent.
    matrix[place] = (matrix[place] as number) + (term < design.terms ? l2 : 1e-9);
  }
  return matrix;
}

function descend(problem: Problem, state: State, direction: Float64Array): State {
  let next = state;
  for (let halvings = 0, length = 1; halvings < 20; halvings++, length /= 2) {
    const moved = state.coefficients.map(
      (value, term) => value + length * (direction[term] as number),
    );
    next = evaluate(problem, moved);
    if (next.loss < state.loss) break;
  }
  return next;
}
