import type { Random } from "@causeway/kernel";
import { createLoss } from "../boosting/losses/create-loss.ts";
import { boostedMargins } from "../boosting/predict-boosting.ts";
import { type BoostingOptions, trainBoosting } from "../boosting/train-boosting.ts";
import type { Dataset } from "../dataset/dataset.ts";
import { selectRows, selectValues } from "../dataset/select-rows.ts";
import { type Fold, stratifiedFolds, timeOrderedFolds } from "../folds/folds.ts";
import { fitLogistic } from "../linear/fit-logistic.ts";
import { fitRidge } from "../linear/fit-ridge.ts";
import { linearMargins } from "../linear/predict-linear.ts";
import type { Predictor } from "../model/predictor.ts";
import { fitMonotoneLinear, type MonotoneColumns } from "./fit-monotone-linear.ts";
import { lossOfTask, type Task } from "./task.ts";

/** How to learn: the simple rival, or boosting that chooses its own size. */
export type Recipe = "logistic" | "boosting";

export interface FitOptions {
  readonly random: Random;
  /** Ascending numbers, one per row: boosting then tunes itself on the latest rows. */
  readonly times?: Float64Array;
  /** Holds for numeric columns, whatever the recipe. */
  readonly monotone?: MonotoneColumns;
  /** Called after every round of boosting; false cancels with a RangeError. */
  readonly onRound?: () => boolean;
}

/** Fits a model by a recipe; "logistic" means ridge regression for a number. Several classes need boosting. */
export function fitRecipe(
  recipe: Recipe,
  task: Task,
  dataset: Dataset,
  target: Float64Array,
  options: FitOptions,
): Predictor {
  if (recipe === "boosting") return fitTunedBoosting(task, dataset, target, options);
  if (task.kind !== "multiclass") return fitTunedLinear(task, dataset, target, options);
  throw new RangeError("Several classes need the recipe boosting");
}

/** The smoothest first: each is a start for the next. */
const penalties = [200, 50, 10, 1] as const;
/** With more columns than this one held-out part tells enough, and each costs the square of the columns. */
const mostColumnsToTuneThrice = 60;
/** With more rows than this the penalty hardly matters. */
const mostRowsToTune = 10_000;

/** Regression with the ridge penalty that predicts held-out rows best (the later rows where times are given). */
function fitTunedLinear(
  task: Task,
  dataset: Dataset,
  target: Float64Array,
  options: FitOptions,
): Predictor {
  const free = task.kind === "binary" ? fitLogistic : fitRidge;
  const fit: typeof free = (rows, outcome, more) =>
    fitMonotoneLinear((kept) => free(kept, outcome, more), rows, options.monotone);
  const all = dataset.rows > mostRowsToTune ? [] : penaltyFolds(task, target, options);
  const folds = dataset.columns.length > mostColumnsToTuneThrice ? all.slice(-1) : all;
  if (folds.length === 0) return fit(dataset, target);
  const loss = createLoss(lossOfTask(task));
  const parts = folds.map((fold) => ({
    train: selectRows(dataset, fold.train),
    trainTarget: selectValues(target, fold.train),
    test: selectRows(dataset, fold.test),
    testTarget: selectValues(target, fold.test),
  }));
  const starts: (readonly number[] | undefined)[] = [];
  const tried = penalties.map((l2) => {
    const held = parts.reduce((sum, part, place) => {
      const start = starts[place];
      const model = fit(part.train, part.trainTarget, { l2, ...(start && { start }) });
      starts[place] = model.coefficients;
      const weights = new Float64Array(part.testTarget.length).fill(1);
      return sum + loss.value([linearMargins(model, part.test)], part.testTarget, weights);
    }, 0);
    return { l2, held };
  });
  const [best] = tried.sort((a, b) => a.held - b.held || a.l2 - b.l2);
  return fit(dataset, target, { l2: best?.l2 ?? 1 });
}

function penaltyFolds(task: Task, target: Float64Array, options: FitOptions): readonly Fold[] {
  if (target.length < 50) return [];
  if (options.times !== undefined) return timeOrderedFolds(options.times, 3);
  const strata = task.kind === "regression" ? new Float64Array(target.length) : target;
  return stratifiedFolds(strata, 3, options.random);
}

/** Small trees for few rows or weak signals, larger ones where the data can fill them. */
const sizes = [
  { leaves: 8, learningRate: 0.08 },
  { leaves: 31, learningRate: 0.08 },
] as const;

const maxRounds = 300;

/** So many rows fill large trees whatever the signal, and trying small ones costs half of the time. */
const rowsForLargeTrees = 50_000;

/**
 * Boosting with row and column sampling whose size and number of rounds are chosen on a held-out fifth
 * (the latest rows where times are given), then fitted on all rows.
 */
function fitTunedBoosting(
  task: Task,
  dataset: Dataset,
  target: Float64Array,
  options: FitOptions,
): Predictor {
  const base: Omit<BoostingOptions, "leaves" | "learningRate"> = {
    loss: lossOfTask(task),
    random: options.random,
    l2: 5,
    // Sizes of leaves follow the data: a few hundred leads cannot fill leaves of forty.
    minRowsInLeaf: Math.max(5, Math.min(40, Math.round(dataset.rows / 50))),
    rowShare: 0.7,
    columnShare: 0.5,
    ...(options.monotone && { monotone: options.monotone }),
    onRound: () => {
      if (options.onRound?.() === false) throw new RangeError("The training was cancelled");
      return true;
    },
  };
  const fold = tuningFold(task, target, options);
  if (fold === undefined)
    return trainBoosting(dataset, target, { ...base, ...sizes[0], rounds: 50 });
  const training = selectRows(dataset, fold.train);
  const trainingTarget = selectValues(target, fold.train);
  const validation = {
    dataset: selectRows(dataset, fold.test),
    target: selectValues(target, fold.test),
  };
  const loss = createLoss(base.loss);
  const weights = new Float64Array(validation.target.length).fill(1);
  let best = {
    loss: Number.POSITIVE_INFINITY,
    rounds: 1,
    size: sizes[0] as (typeof sizes)[number],
  };
  for (const size of dataset.rows > rowsForLargeTrees ? sizes.slice(-1) : sizes) {
    const tuned = trainBoosting(training, trainingTarget, {
      ...base,
      ...size,
      rounds: maxRounds,
      validation,
      patience: 20,
    });
    const held = loss.value(boostedMargins(tuned, validation.dataset), validation.target, weights);
    const rounds = tuned.trees.length / tuned.start.length;
    if (held < best.loss) best = { loss: held, rounds, size };
  }
  return trainBoosting(dataset, target, { ...base, ...best.size, rounds: best.rounds });
}

function tuningFold(task: Task, target: Float64Array, options: FitOptions): Fold | undefined {
  if (target.length < 50) return undefined;
  if (options.times !== undefined) return timeOrderedFolds(options.times, 4).at(-1);
  const strata = task.kind === "regression" ? new Float64Array(target.length) : target;
  return stratifiedFolds(strata, 5, options.random)[0];
}
