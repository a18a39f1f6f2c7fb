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
): OutcomeMechanism {
  const isShare = outcome.every((value) => Number.isNaN(value) || value === 0 || value === 1);
  const fit = (learner: NuisanceLearner) =>
    crossFitBoth(learner, factual, counterfactual, outcome, folds);
  const smooth = fit(smoothLearner(dictionary, isShare));
  // Few rows cannot feed trees.
  if (outcome.length < 400) return { ...smooth, learner: "smooth" };
  const boosted = fit(boostedNuisance(isShare, 1));
  return squaredError(boosted.factual, outcome) < 0.99 * squaredError(smooth.factual, outcome)
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

function crossFitBoth(
  learner: NuisanceLearner,
  factual: Dataset,
  counterfactual: Dataset,
  outcome: Float64Array,
  folds: Folds,
) {
  const own = new Float64Array(factual.rows);
  const other = new Float64Array(factual.rows);
  for (let fold = 0; fold < folds.count; fold++) {
    const [inside, training] = [[] as number[], [] as number[]];
    for (let row = 0; row < factual.rows; row++) {
      if (folds.of[row] === fold) inside.push(row);
      else if (!Number.isNaN(outcome[row])) training.push(row);
    }
    const model = learner(selectRows(factual, training), selectValues(outcome, training));
    const before = model(selectRows(factual, inside));
    const after = model(selectRows(counterfactual, inside));
    for (const [index, row] of inside.entries()) {
      own[row] = before[index] as number;
      other[row] = after[index] as number;
    }
  }
  return { factual: own, counterfactual: other };
}

function squaredError(predictions: Float64Array, outcome: Float64Array): number {
  let sum = 0;
  for (const [row, value] of outcome.entries()) {
    if (!Number.isNaN(value)) sum += (value - (predictions[row] as number)) ** 2;
  }
  return sum;
}
