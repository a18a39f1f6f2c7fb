import {
  choleskyFactor,
  choleskySolve,
  normalQuantile,
  normalUpper,
} from "@causeway/engine-statistics";
import { logOdds, sigmoid } from "../linear/sigmoid.ts";

/** Held-out cases of like predictions: the mean of these, how many, and how many had the outcome. */
export interface PredictedGroup {
  readonly mean: number;
  readonly cases: number;
  readonly won: number;
}

/** Between which bounds, in log-odds, the truth of a group lies apart from what was predicted. */
export interface Shift {
  readonly low: number;
  readonly high: number;
}

/** Prior deviations of what is common to all groups, of what rises from group to group, and of each group by itself. */
const common = 0.7;
const rising = 0.5;
const ownSpreads = [0.02, 0.1, 0.2, 0.35, 0.55, 0.8, 1.2] as const;
/** Half-normal: a group of a calibrated model is seldom off by more. */
const ownScale = 0.5;

/**
 * Equal-tailed posterior intervals of each group's shift: a shift common to all, one that rises with the prediction, and one
 * of each group's own, whose size is learned from all of them. So neighbours speak for a group of few cases as far as they
 * agree; where they do not, each stands for itself. By Laplace's method for each size of the groups' own shifts.
 * Sources: Gelman et al., Bayesian Data Analysis, 3rd ed., chapters 5 and 13; Rasmussen & Williams, Gaussian Processes for
 * Machine Learning (2006), section 3.4.
 */
export function pooledShifts(groups: readonly PredictedGroup[], level: number): readonly Shift[] {
  const fits = ownSpreads.map((spread) => {
    const fit = fitShifts(groups, spread);
    return { ...fit, evidence: fit.evidence - 0.5 * (spread / ownScale) ** 2 };
  });
  const most = Math.max(...fits.map(({ evidence }) => evidence));
  const tail = (1 - level) / 2;
  return groups.map((_, group) => {
    const parts = fits.map(({ evidence, means, deviations }, place) => ({
      weight: Math.exp(evidence - most) * widthOf(place),
      mean: means[group] as number,
      deviation: deviations[group] as number,
    }));
    return { low: quantile(parts, tail), high: quantile(parts, 1 - tail) };
  });
}

/** The stretch of sizes that one of them stands for. */
function widthOf(place: number): number {
  const [before, after] = [ownSpreads[place - 1] ?? 0, ownSpreads[place + 1] ?? 1.6];
  return (after - before) / 2;
}

interface Fit {
  readonly means: Float64Array;
  readonly deviations: Float64Array;
  readonly evidence: number;
}

/** The mode of all shifts together, their deviations there, and the logarithm of the evidence. */
function fitShifts(groups: readonly PredictedGroup[], spread: number): Fit {
  const size = groups.length;
  const precision = inverse(priorOf(groups, spread), size);
  let shifts = new Float64Array(size);
  let curve = precision;
  for (let step = 0; step < 30; step++) {
    const gradient = new Float64Array(size);
    curve = precision.slice();
    groups.forEach(({ mean, cases, won }, group) => {
      const p = sigmoid(logOdds(mean) + (shifts[group] as number));
      let pull = won - cases * p;
      for (let other = 0; other < size; other++) {
        pull -= (precision[group * size + other] as number) * (shifts[other] as number);
      }
      gradient[group] = pull;
      const place = group * size + group;
      curve[place] = (curve[place] as number) + cases * p * (1 - p);
    });
    const move = choleskySolve(rootOf(curve, size), gradient);
    shifts = shifts.map((shift, group) => shift + Math.max(-2, Math.min(2, move[group] as number)));
    if (move.every((by) => Math.abs(by) < 1e-6)) break;
  }
  const covariance = inverse(curve, size);
  return {
    means: shifts,
    deviations: shifts.map((_, group) => Math.sqrt(covariance[group * size + group] as number)),
    evidence:
      logPosterior(groups, precision, shifts) +
      0.5 * (logDeterminant(precision, size) - logDeterminant(curve, size)),
  };
}

function priorOf(groups: readonly PredictedGroup[], spread: number): Float64Array {
  const size = groups.length;
  const total = groups.reduce((sum, { cases }) => sum + cases, 0);
  const centre = groups.reduce((sum, { mean, cases }) => sum + (cases / total) * logOdds(mean), 0);
  const places = groups.map(({ mean }) => logOdds(mean) - centre);
  const prior = new Float64Array(size * size);
  places.forEach((left, row) => {
    places.forEach((right, column) => {
      const own = row === column ? spread ** 2 : 0;
      prior[row * size + column] = common ** 2 + rising ** 2 * left * right + own;
    });
  });
  return prior;
}

function logPosterior(
  groups: readonly PredictedGroup[],
  precision: Float64Array,
  shifts: Float64Array,
): number {
  const size = groups.length;
  let sum = 0;
  groups.forEach(({ mean, cases, won }, group) => {
    const odds = logOdds(mean) + (shifts[group] as number);
    sum += won * odds - cases * (Math.max(odds, 0) + Math.log1p(Math.exp(-Math.abs(odds))));
    for (let other = 0; other < size; other++) {
      const pair = (shifts[group] as number) * (shifts[other] as number);
      sum -= 0.5 * (precision[group * size + other] as number) * pair;
    }
  });
  return sum;
}

function rootOf(matrix: Float64Array, size: number): Float64Array {
  const root = choleskyFactor(matrix, size);
  if (root === undefined) throw new RangeError("The curvature of shifts is not positive");
  return root;
}

function inverse(matrix: Float64Array, size: number): Float64Array {
  const root = rootOf(matrix, size);
  const inverted = new Float64Array(size * size);
  for (let column = 0; column < size; column++) {
    const unit = new Float64Array(size);
    unit[column] = 1;
    choleskySolve(root, unit).forEach((value, row) => {
      inverted[row * size + column] = value;
    });
  }
  return inverted;
}

function logDeterminant(matrix: Float64Array, size: number): number {
  const root = rootOf(matrix, size);
  let sum = 0;
  for (let place = 0; place < size; place++) sum += Math.log(root[place * size + place] as number);
  return 2 * sum;
}

interface Part {
  readonly weight: number;
  readonly mean: number;
  readonly deviation: number;
}

/** Of a mixture of normals, by halving. */
function quantile(parts: readonly Part[], probability: number): number {
  const total = parts.reduce((sum, { weight }) => sum + weight, 0);
  const reach = Math.abs(normalQuantile(probability / 1000));
  let low = Math.min(...parts.map(({ mean, deviation }) => mean - reach * deviation));
  let high = Math.max(...parts.map(({ mean, deviation }) => mean + reach * deviation));
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2;
    const below = parts.reduce(
      (sum, { weight, mean, deviation }) => sum + weight * normalUpper((mean - middle) / deviation),
      0,
    );
    if (below < probability * total) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
