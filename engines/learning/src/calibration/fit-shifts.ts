import { choleskyFactor, choleskySolve } from "@causeway/engine-statistics";
import { sigmoid } from "../linear/sigmoid.ts";

/** Held-out cases of like predictions: where these lie on the scale of log-odds and among all cases, how many, and how many had the outcome. */
export interface ShiftGroup {
  readonly odds: number;
  /** Share of all cases below its middle. */
  readonly place: number;
  readonly cases: number;
  readonly won: number;
}

export type ShiftPoint = Pick<ShiftGroup, "odds" | "place">;

/** Prior covariance of the shifts at two points. */
export type ShiftKernel = (left: ShiftPoint, right: ShiftPoint) => number;

export interface ShiftFit {
  /** Logarithm of the evidence for the kernel. */
  readonly evidence: number;
  /** Mean and deviation of the shift at any point. */
  readonly at: (point: ShiftPoint) => { readonly mean: number; readonly deviation: number };
}

/** Keeps the matrix of groups that lie close together invertible. */
const jitter = 1e-4;
const longestStep = 2;

/**
 * The shifts of groups as one Gaussian field with binomial outcomes, by Laplace's method.
 * Source: Rasmussen & Williams, Gaussian Processes for Machine Learning (2006), sections 3.4 and 3.5.
 */
export function fitShifts(groups: readonly ShiftGroup[], kernel: ShiftKernel): ShiftFit {
  const size = groups.length;
  const prior = new Float64Array(size * size);
  groups.forEach((left, row) => {
    groups.forEach((right, column) => {
      prior[row * size + column] = kernel(left, right) + (row === column ? jitter : 0);
    });
  });
  const priorRoot = rootOf(prior, size);
  const precision = inverseOf(priorRoot, size);
  const { shifts, root } = modeOf(groups, precision);
  return {
    evidence:
      logPosterior(groups, precision, shifts) -
      0.5 * (logDeterminant(priorRoot, size) + logDeterminant(root, size)),
    at: (point) => {
      const beside = Float64Array.from(groups, (group) => kernel(point, group));
      const weights = times(precision, beside);
      const variance =
        kernel(point, point) - dot(weights, beside) + dot(weights, choleskySolve(root, weights));
      return { mean: dot(weights, shifts), deviation: Math.sqrt(Math.max(1e-12, variance)) };
    },
  };
}

/** The most likely shifts, and the root of the curvature there. */
function modeOf(groups: readonly ShiftGroup[], precision: Float64Array) {
  const size = groups.length;
  let shifts = new Float64Array(size);
  let root = rootOf(precision, size);
  for (let step = 0; step < 30; step++) {
    const curvature = precision.slice();
    const gradient = times(precision, shifts).map((pull) => -pull);
    groups.forEach(({ odds, cases, won }, group) => {
      const p = sigmoid(odds + (shifts[group] as number));
      const place = group * size + group;
      gradient[group] = (gradient[group] as number) + won - cases * p;
      curvature[place] = (curvature[place] as number) + cases * p * (1 - p);
    });
    root = rootOf(curvature, size);
    const move = choleskySolve(root, gradient);
    shifts = shifts.map((shift, group) => shift + bounded(move[group] as number));
    if (move.every((by) => Math.abs(by) < 1e-6)) break;
  }
  return { shifts, root };
}

function bounded(step: number): number {
  return Math.max(-longestStep, Math.min(longestStep, step));
}

function logPosterior(
  groups: readonly ShiftGroup[],
  precision: Float64Array,
  shifts: Float64Array,
): number {
  const likelihood = groups.reduce((sum, { odds, cases, won }, group) => {
    const shifted = odds + (shifts[group] as number);
    const partition = Math.max(shifted, 0) + Math.log1p(Math.exp(-Math.abs(shifted)));
    return sum + won * shifted - cases * partition;
  }, 0);
  return likelihood - 0.5 * dot(shifts, times(precision, shifts));
}

function rootOf(matrix: Float64Array, size: number): Float64Array {
  const root = choleskyFactor(matrix, size);
  if (root === undefined) throw new RangeError("The curvature of shifts is not positive");
  return root;
}

function inverseOf(root: Float64Array, size: number): Float64Array {
  const inverse = new Float64Array(size * size);
  for (let column = 0; column < size; column++) {
    const unit = new Float64Array(size);
    unit[column] = 1;
    choleskySolve(root, unit).forEach((value, row) => {
      inverse[row * size + column] = value;
    });
  }
  return inverse;
}

function logDeterminant(root: Float64Array, size: number): number {
  let sum = 0;
  for (let place = 0; place < size; place++) sum += Math.log(root[place * size + place] as number);
  return 2 * sum;
}

function times(matrix: Float64Array, vector: Float64Array): Float64Array {
  const size = vector.length;
  return vector.map((_, row) => dot(matrix.subarray(row * size, (row + 1) * size), vector));
}

function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let place = 0; place < left.length; place++) {
    sum += (left[place] as number) * (right[place] as number);
  }
  return sum;
}
