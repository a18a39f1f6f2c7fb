import {
  createDataset,
  type Dataset,
  fitLogistic,
  fitRidge,
  predict,
  predictLinear,
  selectRows,
  selectValues,
  trainBoosting,
} from "@causeway/engine-learning";
import { type Random, seededRandom } from "@causeway/kernel";

/** Fits a mean of `target` on covariates, and gives it for others. */
export type NuisanceLearner = (
  training: Dataset,
  target: Float64Array,
) => (rows: Dataset) => Float64Array;

/** Ridge (or logistic) regression on the covariates and the squares of the numbers among them. */
export function linearNuisance(isProbability: boolean): NuisanceLearner {
  return (training, target) => {
    const model = isProbability
      ? fitLogistic(withSquares(training), target, { l2: 1 })
      : fitRidge(withSquares(training), target, { l2: 1 });
    return (rows) => predictLinear(model, withSquares(rows));
  };
}

/** Gradient boosting, shallow and early stopped by its own validation rows. */
export function boostedNuisance(isProbability: boolean, seed: number): NuisanceLearner {
  return (training, target) => {
    const model = trainBoosting(training, target, {
      loss: { kind: isProbability ? "log-loss" : "squared" },
      rounds: 120,
      learningRate: 0.08,
      leaves: 8,
      minRowsInLeaf: Math.max(10, Math.floor(training.rows / 200)),
      random: seededRandom(seed),
    });
    return (rows) => predict(model, rows)[0] ?? new Float64Array(rows.rows);
  };
}

export type LearnerName = "linear" | "boosting";

/** What a nuisance was fitted by, and its out-of-fold predictions. */
export interface FittedNuisance {
  readonly learner: LearnerName;
  readonly predictions: Float64Array;
}

/** The learners are compared on at most so many rows, in two folds; the better one then learns from all. */
const comparedRows = 6_000;

/**
 * Cross-fitted predictions by the learner that predicts better out of fold: the discrete super learner (van der Laan,
 * Polley & Hubbard 2007) of a linear and a boosted model; or by the one that was chosen before.
 */
export function fitNuisance(
  dataset: Dataset,
  target: Float64Array,
  folds: Folds,
  include: (row: number) => boolean = () => true,
  chosen?: LearnerName,
): FittedNuisance {
  const isProbability = target.every((value) => value === 0 || value === 1);
  const learners = {
    linear: linearNuisance(isProbability),
    boosting: boostedNuisance(isProbability, 1),
  };
  const fitted = (learner: LearnerName) => ({
    learner,
    predictions: crossFit(learners[learner], dataset, target, folds, include),
  });
  if (chosen) return fitted(chosen);
  const sample = sampledRows(dataset.rows, include);
  const compared = selectRows(dataset, sample);
  const values = selectValues(target, sample);
  const halves = { count: 2, of: Int32Array.from(sample, (row) => (folds.of[row] as number) % 2) };
  const lossBy = (learner: NuisanceLearner) =>
    lossOf(crossFit(learner, compared, values, halves), values, isProbability);
  return fitted(lossBy(learners.boosting) < lossBy(learners.linear) ? "boosting" : "linear");
}

function sampledRows(rows: number, include: (row: number) => boolean): Int32Array {
  const all = Array.from({ length: rows }, (_, row) => row).filter(include);
  const step = Math.max(1, all.length / comparedRows);
  return Int32Array.from(
    { length: Math.min(all.length, comparedRows) },
    (_, index) => all[Math.floor(index * step)] ?? 0,
  );
}

function lossOf(predictions: Float64Array, target: Float64Array, isProbability: boolean): number {
  let loss = 0;
  for (const [row, guess] of predictions.entries()) {
    const value = target[row] as number;
    if (isProbability) {
      const share = Math.min(Math.max(guess, 1e-6), 1 - 1e-6);
      loss -= value * Math.log(share) + (1 - value) * Math.log(1 - share);
    } else loss += (value - guess) ** 2;
  }
  return loss;
}

function withSquares(dataset: Dataset): Dataset {
  const squares = dataset.columns.flatMap((column) => {
    if (column.kind !== "numeric") return [];
    const distinct = new Set(column.values.subarray(0, 1000)).size;
    if (distinct <= 2) return [];
    return [
      {
        kind: "numeric" as const,
        name: `${column.name}²`,
        values: column.values.map((value) => value * value),
      },
    ];
  });
  return createDataset([...dataset.columns, ...squares], dataset.rows);
}

export interface Folds {
  readonly count: number;
  /** The fold of each row. */
  readonly of: Int32Array;
}

/** Folds at random; rows of one cluster stay together. */
export function drawFolds(
  rows: number,
  clusters: Int32Array | undefined,
  random: Random,
  count = 5,
): Folds {
  const foldOf = new Map<number, number>();
  const of = new Int32Array(rows);
  const units = [...new Set(clusters ?? Int32Array.from({ length: rows }, (_, row) => row))];
  for (let last = units.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [units[last], units[other]] = [units[other] as number, units[last] as number];
  }
  for (const [position, unit] of units.entries()) foldOf.set(unit, position % count);
  for (let row = 0; row < rows; row++)
    of[row] = foldOf.get(clusters ? (clusters[row] as number) : row) ?? 0;
  return { count, of };
}

/**
 * Predictions for every row by models that did not see it (cross-fitting: Chernozhukov et al. 2018, section 3). Models
 * learn from the rows where `include` holds; all rows get a prediction.
 */
export function crossFit(
  learner: NuisanceLearner,
  dataset: Dataset,
  target: Float64Array,
  folds: Folds,
  include: (row: number) => boolean = () => true,
): Float64Array {
  const predictions = new Float64Array(dataset.rows);
  for (let fold = 0; fold < folds.count; fold++) {
    const [inside, outside] = [[] as number[], [] as number[]];
    for (let row = 0; row < dataset.rows; row++) {
      if (folds.of[row] === fold) inside.push(row);
      else if (include(row)) outside.push(row);
    }
    if (inside.length === 0) continue;
    const training = Int32Array.from(outside);
    const model = learner(selectRows(dataset, training), selectValues(target, training));
    const held = model(selectRows(dataset, Int32Array.from(inside)));
    for (const [index, row] of inside.entries()) predictions[row] = held[index] as number;
  }
  return predictions;
}
