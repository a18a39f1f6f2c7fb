import type { Random } from "@causeway/kernel";
import type { Dataset } from "../dataset/dataset.ts";
import { selectColumns } from "../dataset/select-columns.ts";
import { selectRows, selectValues } from "../dataset/select-rows.ts";
import {
  type Fold,
  groupedFolds,
  purgedFolds,
  shuffled,
  stratifiedFolds,
  thinned,
  timeOrderedFolds,
} from "../folds/folds.ts";
import { findLeaks, type LeakOptions } from "../leaks/find-leaks.ts";
import { findSuspects } from "../leaks/find-suspects.ts";
import type { Leak, Suspect } from "../leaks/finding.ts";
import type { SavedModel } from "../model/saved-model.ts";
import { crossCalibrate, crossCalibrateClasses, type OutcomeTimes } from "./cross-calibrate.ts";
import { crossValidate, type OutOfFold } from "./cross-validate.ts";
import { fitRecipe, type Recipe } from "./fit-recipe.ts";
import { type ColumnImportance, columnImportance } from "./importance.ts";
import { type Judgement, judge } from "./judge.ts";
import { type DriftReport, measureDrift } from "./measure-drift.ts";
import type { Task } from "./task.ts";

export interface TrainOptions extends LeakOptions {
  readonly task: Task;
  readonly targetName: string;
  /** Names of the outcomes 0, 1, …; empty for a number. */
  readonly classes: readonly string[];
  /** Numeric columns that hold dates, as days or milliseconds. */
  readonly dates?: ReadonlySet<string>;
  readonly random: Random;
  /** Absent: boosting where it beats the simple rival on held-out rows, else the rival. */
  readonly recipe?: Recipe;
  /** Default 5, of 200,000 rows and more 3: every row is judged all the same. */
  readonly folds?: number;
  /** Gives time-ordered folds: every model is judged on rows later than all it learned from. */
  readonly times?: Float64Array;
  /** With `times`: when the time that each outcome speaks of was over; no model learns from one that reaches into what it is judged on. */
  readonly ends?: Float64Array;
  /** Rows of one group (a customer) stay on one side, and are drawn together for intervals. */
  readonly groups?: Int32Array;
  readonly monotone?: Readonly<Record<string, 1 | -1>>;
  /** The interval, and so the verdict, counts what another training set would have given: chance is rarely taken for a signal. */
  readonly countsLearning?: boolean;
  /** Share done, 0 to 1; false cancels with a RangeError. */
  readonly onProgress?: (share: number) => boolean;
}

/** A trained model with everything that a model card says of it; all scores out of fold and of the columns kept. */
export interface TrainingReport {
  readonly model: SavedModel;
  readonly recipe: Recipe;
  readonly judgement: Judgement;
  /** "leaky": usable once the columns in `leaks`, which were dropped, are left out. */
  readonly verdict: "usable" | "no-signal" | "leaky";
  readonly held: OutOfFold;
  readonly leaks: readonly Leak[];
  readonly suspects: readonly Suspect[];
  readonly importance: readonly ColumnImportance[];
  /** The recipe that was not taken, where both were tried. */
  readonly rival: { readonly recipe: Recipe; readonly judgement: Judgement } | undefined;
  /** With `times` only. */
  readonly drift: DriftReport | undefined;
}

/**
 * Drops proven leaks, names suspects, cross-validates boosting beside the simple rival, calibrates, judges against chance,
 * and fits the winner on all rows. Deterministic by `random`. Throws RangeError where no fold can be judged.
 */
export function trainPrediction(
  dataset: Dataset,
  target: Float64Array,
  options: TrainOptions,
): TrainingReport {
  const { task, random } = options;
  const leaks = findLeaks(dataset, target, options);
  const kept = selectColumns(dataset, (name) => !leaks.some((leak) => leak.column === name));
  const suspects = findSuspects(kept, target, task, options);
  const folds = chooseFolds(target, options);
  if (folds.length === 0) throw new RangeError("There are too few rows to judge a model");
  const taught = folds.map((fold) => ({
    ...fold,
    train: thinned(fold.train, mostTaught, random),
  }));
  const recipes = recipesOf(options);
  const steps = recipes.length * folds.length + 1;
  let done = 0;
  const progress = () => report(options, ++done / (steps + 1));
  report(options, 0);
  const attempts = recipes.map((recipe) =>
    attempt(recipe, kept, target, { folds, taught }, options, progress),
  );
  const [winner, rival] = attempts.toSorted((a, b) => a.loss - b.loss);
  if (winner === undefined) throw new RangeError("No recipe was given");
  const predictor = fitRecipe(winner.recipe, task, kept, target, {
    random,
    ...(options.times && { times: options.times }),
    ...(options.monotone && { monotone: options.monotone }),
    onRound: () => options.onProgress?.(done / (steps + 1)) !== false,
  });
  const explained = explainedRows(winner.held.predicted.length);
  const sample = selectRows(kept, shuffled(kept.rows, random).subarray(0, explained));
  report(options, 1);
  const { judgement } = winner;
  const importance = columnImportance(predictor, sample, winner.held.predicted.length);
  return {
    model: {
      format: "causeway-model",
      version: 1,
      target: options.targetName,
      task: { ...task },
      classes: [...options.classes],
      predictor: predictor as SavedModel["predictor"],
      calibration: winner.calibration ?? null,
    },
    recipe: winner.recipe,
    judgement,
    verdict: judgement.verdict === "usable" && leaks.length > 0 ? "leaky" : judgement.verdict,
    held: winner.held,
    leaks,
    suspects: [...suspects, ...givenAway(judgement, importance, suspects)],
    importance,
    rival: rival && { recipe: rival.recipe, judgement: rival.judgement },
    drift: options.times && measureDrift(kept, options.times, winner.held),
  };
}

/**
 * A model that is only judged learns from so many rows at most, drawn at random: what more of them would teach is less than
 * scores can show, and the model that is kept, which learns from all, is at least as good as they say.
 */
const mostTaught = 150_000;

/** Importance is a mean over rows and classes: with more classes fewer rows tell as much. */
function explainedRows(outputs: number): number {
  return Math.max(60, Math.ceil(300 / outputs));
}

/** Held-out scores that no honest data reach, and columns that matter to them. */
const tooGood = { r2: 0.9999, auc: 0.99999 };
const mattering = 0.1;

/** Columns that are asked about since together they give the outcome away, such as the parts of a sum. */
function givenAway(
  { metrics, leading }: Judgement,
  importance: readonly ColumnImportance[],
  known: readonly Suspect[],
): readonly Suspect[] {
  if ((metrics[leading] ?? 0) < tooGood[leading]) return [];
  const columns = importance.filter(({ share }) => share >= mattering).map(({ column }) => column);
  return columns
    .filter((column) => !known.some((suspect) => suspect.column === column))
    .map((column) => ({
      column,
      reason: {
        code: "gives-away-together",
        columns: columns.filter((other) => other !== column),
      },
    }));
}

function recipesOf({ recipe }: TrainOptions): readonly Recipe[] {
  return recipe === undefined ? ["logistic", "boosting"] : [recipe];
}

function chooseFolds(target: Float64Array, options: TrainOptions): readonly Fold[] {
  const { times, ends, groups, task, random } = options;
  const folds = options.folds ?? foldsFor(target.length);
  if (times !== undefined) {
    return ends === undefined
      ? timeOrderedFolds(times, folds)
      : purgedFolds(times, ends, folds).filter(({ train }) => varies(target, train));
  }
  if (groups !== undefined) return groupedFolds(groups, folds, random);
  const strata = task.kind === "regression" ? new Float64Array(target.length) : target;
  return stratifiedFolds(strata, folds, random);
}

/** So many folds judge that many rows well; of very many each costs a long training, and learns from enough anyway. */
export function foldsFor(rows: number): number {
  return rows < 200_000 ? 5 : 3;
}

/** Where all that is left has one outcome there is nothing to learn. */
function varies(target: Float64Array, rows: Uint32Array): boolean {
  return rows.some((row) => target[row] !== target[rows[0] as number]);
}

function attempt(
  recipe: Recipe,
  dataset: Dataset,
  target: Float64Array,
  { folds, taught }: { readonly folds: readonly Fold[]; readonly taught: readonly Fold[] },
  options: TrainOptions,
  progress: () => void,
) {
  const { task, random, times, ends, monotone, groups } = options;
  const raw = crossValidate(recipe, task, dataset, target, taught, {
    random,
    ...(times && { times }),
    ...(monotone && { monotone }),
    onRound: () => options.onProgress?.(Number.NaN) !== false,
    onFold: progress,
  });
  const past = times && { times, ...(ends && { ends }) };
  const { held, calibration } = calibrated(task, raw, past);
  const heldGroups = groups && Int32Array.from(held.rows, (row) => groups[row] as number);
  const judgement = judge(task, held, random, {
    ...(heldGroups && { groups: heldGroups }),
    ...(options.countsLearning && { widening: learningSpread(folds) }),
  });
  const { metrics } = judgement;
  const loss = metrics.logLoss ?? metrics.rmse ?? Number.POSITIVE_INFINITY;
  return { recipe, held, judgement, loss, calibration };
}

function calibrated(task: Task, raw: OutOfFold, past: OutcomeTimes | undefined) {
  if (task.kind === "binary") {
    const { probabilities, calibration } = crossCalibrate(raw, past);
    return { held: { ...raw, predicted: [probabilities] }, calibration };
  }
  if (task.kind === "multiclass") {
    const { outputs, calibration } = crossCalibrateClasses(raw, past);
    return { held: { ...raw, predicted: outputs }, calibration };
  }
  return { held: raw, calibration: undefined };
}

const mostSpread = 1.5;

/**
 * How much more a cross-validated score varies than its judged rows say, since its models share most of what they learned
 * from. Source: Nadeau & Bengio, Machine Learning 52 (2003), the corrected variance.
 */
function learningSpread(folds: readonly Fold[]): number {
  const ratios = folds.map(({ train, test }) => test.length / train.length);
  return Math.min(mostSpread, Math.sqrt(1 + ratios.reduce((sum, ratio) => sum + ratio, 0)));
}

function report(options: TrainOptions, share: number): void {
  if (options.onProgress?.(share) === false) throw new RangeError("The training was cancelled");
}

/** Rows and outcomes without the rows whose outcome is missing. */
export function withOutcome(
  dataset: Dataset,
  target: Float64Array,
): { readonly rows: Uint32Array; readonly dataset: Dataset; readonly target: Float64Array } {
  const rows = Uint32Array.from(target.keys()).filter((row) => !Number.isNaN(target[row]));
  if (rows.length === target.length) return { rows, dataset, target };
  return { rows, dataset: selectRows(dataset, rows), target: selectValues(target, rows) };
}
