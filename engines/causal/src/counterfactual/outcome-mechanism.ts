import {
  createDataset,
  type Dataset,
  fitLogistic,
  fitRidge,
  predictLinear,
  selectRows,
  selectValues,
} from "@causeway/engine-learning";
import { boostedNuisance, type Folds, type NuisanceLearner } from "../estimation/nuisance.ts";
import type { Dictionary } from "./dictionary.ts";

/** The mean of the outcome for every row as it was, and as it would be after the intervention. */
export interface OutcomeMechanism {
  readonly factual: Float64Array;
  readonly counterfactual: Float64Array;
  /** The factual mean of each row by a model that did not see it: what residuals are taken from. */
  readonly outOfFold: Float64Array;
  readonly learner: "smooth" | "boosting";
}

/**
 * Fits the mechanism of the outcome on the rows in `known`, each row predicted by models that did not see it; the smooth
 * model and boosting compete out of fold (discrete super learner: van der Laan, Polley & Hubbard 2007).
 */
export function fitOutcomeMechanism(
  factual: Dataset,
  counterfactual: Dataset,
  outcome: Float64Array,
  dictionary: Dictionary,
  folds: Folds,
  segment: readonly number[],
): OutcomeMechanism {
  const isShare = outcome.every((value) => Number.isNaN(value) || value === 0 || value === 1);
  const fit = (learner: NuisanceLearner) =>
    crossFitBoth(learner, { factual, counterfactual, outcome, folds, segment });
  const smooth = fit(smoothLearner(dictionary, isShare));
  // Few rows cannot feed trees.
  if (outcome.length < 400) return { ...smooth, learner: "smooth" };
  const boosted = fit(boostedNuisance(isShare, 1));
  return squaredError(boosted.outOfFold, outcome) < 0.99 * squaredError(smooth.outOfFold, outcome)
    ? { ...boosted, learner: "boosting" }
    : { ...smooth, learner: "smooth" };
}

function smoothLearner(dictionary: Dictionary, isShare: boolean): NuisanceLearner {
  const expand = (rows: Dataset) =>
    createDataset(
      dictionary(rows).map((values, index) => ({ kind: "numeric", name: `${index}`, values })),
      rows.rows,
    );
  return (training, target) => {
    const model = isShare
      ? fitLogistic(expand(training), target, { l2: 1 })
      : fitRidge(expand(training), target, { l2: 1 });
    return (rows) => predictLinear(model, expand(rows));
  };
}

interface Fitting {
  readonly factual: Dataset;
  readonly counterfactual: Dataset;
  readonly outcome: Float64Array;
  readonly folds: Folds;
  readonly segment: readonly number[];
}

/** Below this share of all rows a segment does not average the models of the folds by itself. */
const smallSegment = 0.1;

function crossFitBoth(learner: NuisanceLearner, fitting: Fitting) {
  const { factual, counterfactual, outcome, folds, segment } = fitting;
  const own = new Float64Array(factual.rows);
  const other = new Float64Array(factual.rows);
  const models: ((rows: Dataset) => Float64Array)[] = [];
  for (let fold = 0; fold < folds.count; fold++) {
    const [inside, training] = [[] as number[], [] as number[]];
    for (let row = 0; row < factual.rows; row++) {
      if (folds.of[row] === fold) inside.push(row);
      else if (!Number.isNaN(outcome[row])) training.push(row);
    }
    const model = learner(selectRows(factual, training), selectValues(outcome, training));
    models.push(model);
    place(own, inside, model(selectRows(factual, inside)));
    place(other, inside, model(selectRows(counterfactual, inside)));
  }
  const outOfFold = own.slice();
  if (segment.length < smallSegment * factual.rows) {
    place(own, segment, averaged(models, selectRows(factual, segment)));
    place(other, segment, averaged(models, selectRows(counterfactual, segment)));
  }
  return { factual: own, counterfactual: other, outOfFold };
}

function place(target: Float64Array, rows: readonly number[], values: Float64Array): void {
  for (const [index, row] of rows.entries()) target[row] = values[index] as number;
}

function averaged(
  models: readonly ((rows: Dataset) => Float64Array)[],
  rows: Dataset,
): Float64Array {
  const sum = new Float64Array(rows.rows);
  for (const model of models) {
    for (const [row, value] of model(rows).entries()) sum[row] = (sum[row] as number) + value;
  }
  return sum.map((value) => value / models.length);
}

function squaredError(predictions: Float64Array, outcome: Float64Array): number {
  let sum = 0;
  for (const [row, value] of outcome.entries()) {
    if (!Number.isNaN(value)) sum += (value - (predictions[row] as number)) ** 2;
  }
  return sum;
}
