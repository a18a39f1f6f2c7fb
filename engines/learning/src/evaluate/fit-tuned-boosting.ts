import type { BoostedModel } from "../boosting/boosted-model.ts";
import { createLoss } from "../boosting/losses/create-loss.ts";
import { boostedMargins } from "../boosting/predict-boosting.ts";
import { type BoostingOptions, trainBoosting } from "../boosting/train-boosting.ts";
import type { Dataset } from "../dataset/dataset.ts";
import { selectRows, selectValues } from "../dataset/select-rows.ts";
import { type Fold, stratifiedFolds, timeOrderedFolds } from "../folds/folds.ts";
import type { FitOptions } from "./fit-options.ts";
import { lossOfTask, type Task } from "./task.ts";

/** Small trees for few rows or weak signals, larger ones where the data can fill them. */
const sizes = [
  { leaves: 8, learningRate: 0.08 },
  { leaves: 31, learningRate: 0.08 },
] as const;

/** Of few columns half are seldom the two that only together tell something: then trees that see all are tried as well. */
const allColumns = { leaves: 8, learningRate: 0.08, columnShare: 1 } as const;
const fewColumns = 12;

type Size = (typeof sizes)[number] | typeof allColumns | typeof largeSteps;

const maxRounds = 300;

/** So many rows fill large trees whatever the signal, and trying small ones costs half of the time. */
const rowsForLargeTrees = 50_000;

/**
 * From so many rows on the model that was tuned is the model: the rows kept apart to say when to stop would add next to
 * nothing, and fitting once more would double the time.
 */
const manyRows = 100_000;
const rowsKeptApart = 20_000;
/** Each round draws seven tenths of the rows, of very many so many: the rounds together see them all. */
const mostDrawn = 140_000;
const largeSteps = { leaves: 31, learningRate: 0.1 } as const;

/**
 * Boosting with row and column sampling whose size and number of rounds are chosen on a held-out fifth
 * (the latest rows where times are given), then fitted on all rows; of many rows 20,000 say when to stop, and are not learned.
 */
export function fitTunedBoosting(
  task: Task,
  dataset: Dataset,
  target: Float64Array,
  options: FitOptions,
): BoostedModel {
  const base: Omit<BoostingOptions, "leaves" | "learningRate"> = {
    loss: lossOfTask(task),
    random: options.random,
    l2: 5,
    // Sizes of leaves follow the data: a few hundred leads cannot fill leaves of forty.
    minRowsInLeaf: Math.max(5, Math.min(40, Math.round(dataset.rows / 50))),
    rowShare: Math.min(0.7, mostDrawn / dataset.rows),
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
  const tune = (size: Size) =>
    trainBoosting(training, trainingTarget, {
      ...base,
      ...size,
      rounds: maxRounds,
      validation,
      patience: 20,
    });
  if (dataset.rows > manyRows) return tune(largeSteps);
  const loss = createLoss(base.loss);
  const weights = new Float64Array(validation.target.length).fill(1);
  let best = {
    loss: Number.POSITIVE_INFINITY,
    rounds: 1,
    size: sizes[0] as Size,
  };
  const narrow = dataset.columns.length <= fewColumns ? [allColumns] : [];
  for (const size of dataset.rows > rowsForLargeTrees ? sizes.slice(-1) : [...sizes, ...narrow]) {
    const tuned = tune(size);
    const held = loss.value(boostedMargins(tuned, validation.dataset), validation.target, weights);
    const rounds = tuned.trees.length / tuned.start.length;
    if (held < best.loss) best = { loss: held, rounds, size };
  }
  return trainBoosting(dataset, target, { ...base, ...best.size, rounds: best.rounds });
}

function tuningFold(task: Task, target: Float64Array, options: FitOptions): Fold | undefined {
  if (target.length < 50) return undefined;
  const parts = target.length > manyRows ? Math.ceil(target.length / rowsKeptApart) : 5;
  if (options.times !== undefined) return timeOrderedFolds(options.times, parts - 1).at(-1);
  const strata = task.kind === "regression" ? new Float64Array(target.length) : target;
  return stratifiedFolds(strata, parts, options.random)[0];
}
