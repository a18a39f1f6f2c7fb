import type { Random } from "@causeway/kernel";
import { createLoss } from "../boosting/losses/create-loss.ts";
import type { Dataset } from "../dataset/dataset.ts";
import { selectRows, selectValues } from "../dataset/select-rows.ts";
import { type Fold, stratifiedFolds, thinned, timeOrderedFolds } from "../folds/folds.ts";
import { fitLogistic } from "../linear/fit-logistic.ts";
import { fitMultinomial } from "../linear/fit-multinomial.ts";
import { fitRidge } from "../linear/fit-ridge.ts";
import type { LinearModel } from "../linear/linear-model.ts";
import type { MultinomialModel } from "../linear/multinomial-model.ts";
import { margins } from "../model/predictor.ts";
import { fitMonotoneLinear } from "./fit-monotone-linear.ts";
import type { FitOptions } from "./fit-options.ts";
import { lossOfTask, type Task } from "./task.ts";

/** The smoothest first: each is a start for the next. */
const penalties = [200, 50, 10, 1] as const;
/** With more columns than this one held-out part tells enough, and each costs the square of the columns. */
const mostColumnsToTuneThrice = 60;
/** With more rows than this the penalty hardly matters. */
const mostRowsToTune = 10_000;
/** So many rows tell nearly where the coefficients lie, from where few steps over all rows are left. */
const rowsToBegin = 15_000;
/** Penalties are told apart by models that are not worked out to the end. */
const tolerance = 1e-5;
/** And with more than this the coefficients are as sure as they need be. */
const mostRows = 150_000;

/** Regression with the ridge penalty that predicts held-out rows best (the later rows where times are given); of very many rows by 150,000 drawn at random. */
export function fitTunedLinear(
  task: Task,
  dataset: Dataset,
  target: Float64Array,
  options: FitOptions,
): LinearModel | MultinomialModel {
  const fit = fitterOf(task, options);
  if (dataset.rows > 2 * rowsToBegin) return fitMany(dataset, target, fit, options.random);
  const all = dataset.rows > mostRowsToTune ? [] : penaltyFolds(task, target, options);
  const folds = dataset.columns.length > mostColumnsToTuneThrice ? all.slice(-1) : all;
  if (folds.length === 0) return fit(dataset, target, 1);
  const loss = createLoss(lossOfTask(task));
  const parts = folds.map((fold) => ({
    train: selectRows(dataset, fold.train),
    trainTarget: selectValues(target, fold.train),
    test: selectRows(dataset, fold.test),
    testTarget: selectValues(target, fold.test),
  }));
  const before: (LinearModel | MultinomialModel | undefined)[] = [];
  const tried = penalties.map((l2) => {
    const held = parts.reduce((sum, part, place) => {
      const model = fit(part.train, part.trainTarget, l2, before[place], tolerance);
      before[place] = model;
      const weights = new Float64Array(part.testTarget.length).fill(1);
      return sum + loss.value(margins(model, part.test), part.testTarget, weights);
    }, 0);
    return { l2, held };
  });
  const [best] = tried.sort((a, b) => a.held - b.held || a.l2 - b.l2);
  return fit(dataset, target, best?.l2 ?? 1);
}

function fitMany(dataset: Dataset, target: Float64Array, fit: Fitter, random: Random) {
  const all = Uint32Array.from(target.keys());
  const of = (most: number, before?: LinearModel | MultinomialModel) => {
    const rows = thinned(all, most, random);
    const isAll = rows.length === all.length;
    return isAll
      ? fit(dataset, target, 1, before)
      : fit(selectRows(dataset, rows), selectValues(target, rows), 1, before);
  };
  return of(mostRows, of(rowsToBegin));
}

/** `before` is a model of the same rows by another penalty, or of some of them, to begin with. */
type Fitter = (
  dataset: Dataset,
  target: Float64Array,
  l2: number,
  before?: LinearModel | MultinomialModel,
  tolerance?: number,
) => LinearModel | MultinomialModel;

function fitterOf(task: Task, { monotone }: FitOptions): Fitter {
  if (task.kind === "multiclass") {
    return (dataset, target, l2, before, near) => {
      const start = before?.kind === "multinomial" ? { start: before.coefficients } : {};
      const end = near === undefined ? {} : { tolerance: near };
      return fitMultinomial(dataset, target, task.classes, { l2, ...start, ...end });
    };
  }
  const free = task.kind === "binary" ? fitLogistic : fitRidge;
  return (dataset, target, l2, before) => {
    const start = before && before.kind !== "multinomial" ? { start: before.coefficients } : {};
    return fitMonotoneLinear((kept) => free(kept, target, { l2, ...start }), dataset, monotone);
  };
}

function penaltyFolds(task: Task, target: Float64Array, options: FitOptions): readonly Fold[] {
  if (target.length < 50) return [];
  if (options.times !== undefined) return timeOrderedFolds(options.times, 3);
  const strata = task.kind === "regression" ? new Float64Array(target.length) : target;
  return stratifiedFolds(strata, 3, options.random);
}
