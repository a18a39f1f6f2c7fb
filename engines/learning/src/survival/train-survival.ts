import type { Random } from "@causeway/kernel";
import type { Dataset } from "../dataset/dataset.ts";
import { selectColumns } from "../dataset/select-columns.ts";
import { selectRows, selectValues } from "../dataset/select-rows.ts";
import type { MonotoneColumns } from "../evaluate/fit-monotone-linear.ts";
import { columnImportance } from "../evaluate/importance.ts";
import { measureDrift } from "../evaluate/measure-drift.ts";
import type { TrainingReport } from "../evaluate/train-prediction.ts";
import { groupedFolds, shuffled, timeOrderedFolds } from "../folds/folds.ts";
import { findLeaks } from "../leaks/find-leaks.ts";
import { findSuspects } from "../leaks/find-suspects.ts";
import { concordance } from "../metrics/concordance.ts";
import type { SavedModel } from "../model/saved-model.ts";
import { periodColumn } from "./expand-periods.ts";
import { fitHazard } from "./fit-hazard.ts";
import { judgeHazard } from "./judge-hazard.ts";
import { inPeriod } from "./predict-curve.ts";

/** How long subjects were seen, and whether the last period brought the end; one entry per row. */
export interface SurvivalSpans {
  /** Periods seen, at least 1 and at most `horizon`. */
  readonly periods: Int32Array;
  readonly events: Float64Array;
  /** Whether the end came within the horizon; NaN where its time is not over yet. */
  readonly target: Float64Array;
  /** Periods of the curve. */
  readonly horizon: number;
}

export interface SurvivalOptions {
  readonly targetName: string;
  readonly random: Random;
  readonly groups: Int32Array;
  readonly folds: number;
  /** Gives time-ordered folds: what is judged is later than all that was learned from, which counts only as far as it was seen by then. */
  readonly time?: SurvivalTimes;
  readonly monotone?: MonotoneColumns;
  /** Share done, or NaN for a sign of life; false cancels with a RangeError. */
  readonly onProgress?: (share: number) => boolean;
}

export interface SurvivalTimes {
  /** Order of the folds. */
  readonly times: Float64Array;
  /** When each subject began to be seen, and how long a period is, on the same scale. */
  readonly starts: Float64Array;
  readonly periodLength: number;
}

/** `held` are the subjects whose horizon is over. */
export interface SurvivalReport extends TrainingReport {
  /** Of all subjects held out, those not over too: the chance of the end by the end of each period, rows × horizon. */
  readonly curves: { readonly rows: Uint32Array; readonly ended: Float64Array };
  /** Share of pairs in which the one with the higher chance ended first, censored ones as far as they were seen. */
  readonly concordance: number;
}

const recipes = ["logistic", "boosting"] as const;
/** Concordance costs the square of the rows. */
const mostCompared = 3_000;

/**
 * A hazard for every period, learned from subjects as far as they were seen (those not over are censored, not left out),
 * as boosting and as the simple rival, a regression with a hazard of its own for each period; judged on subjects held out.
 * Time-ordered folds censor what is learned from when the judged block begins, so that no outcome overlaps it.
 * Throws RangeError where no fold can be judged. Source: Tutz & Schmid, Modeling Discrete Time-to-Event Data (2016), chapter 3.
 */
export function trainSurvival(
  dataset: Dataset,
  spans: SurvivalSpans,
  options: SurvivalOptions,
): SurvivalReport {
  const { random, targetName, time } = options;
  const decided = Uint32Array.from(spans.target.keys()).filter(
    (row) => !Number.isNaN(spans.target[row]),
  );
  const whole = selectRows(dataset, decided);
  const outcome = selectValues(spans.target, decided);
  const leaks = findLeaks(whole, outcome);
  const keep = (name: string) => !leaks.some(({ column }) => column === name);
  const suspects = findSuspects(
    selectColumns(whole, keep),
    outcome,
    { kind: "binary" },
    { random, targetName },
  );
  const kept = selectColumns(dataset, keep);
  const folds = time
    ? timeOrderedFolds(time.times, options.folds)
    : groupedFolds(options.groups, options.folds, random);
  let done = 0;
  const progress = () => report(options, ++done / (recipes.length * folds.length + 2));
  report(options, 0);
  const attempts = recipes.map((recipe) =>
    judgeHazard(recipe, kept, spans, { ...options, folds, onFold: progress }),
  );
  const [winner, rival] = attempts.toSorted((a, b) => a.loss - b.loss);
  if (winner === undefined) throw new RangeError("No recipe was tried");
  const rows = Uint32Array.from(spans.periods.keys());
  const predictor = fitHazard(winner.recipe, kept, spans, { ...options, rows });
  const sample = selectRows(kept, shuffled(kept.rows, random).subarray(0, 300));
  const middle = inPeriod(predictor, sample, Math.ceil(spans.horizon / 2), spans.horizon);
  report(options, 1);
  const { judgement } = winner;
  return {
    model: {
      format: "causeway-model",
      version: 1,
      target: targetName,
      task: { kind: "binary" },
      classes: ["no", "yes"],
      predictor: predictor as SavedModel["predictor"],
      calibration: winner.calibration ?? null,
    },
    recipe: winner.recipe,
    judgement,
    verdict: judgement.verdict === "usable" && leaks.length > 0 ? "leaky" : judgement.verdict,
    held: winner.held,
    leaks,
    suspects,
    importance: columnImportance(predictor, middle).filter(({ column }) => column !== periodColumn),
    rival: rival && { recipe: rival.recipe, judgement: rival.judgement },
    drift: time && measureDrift(kept, time.times, winner.held),
    curves: winner.curves,
    concordance: concordanceOf(winner.curves, spans),
  };
}

function concordanceOf({ rows, ended }: SurvivalReport["curves"], spans: SurvivalSpans): number {
  const step = Math.ceil(rows.length / mostCompared);
  const places = Array.from(rows.keys()).filter((place) => place % step === 0);
  const pick = (values: ArrayLike<number>) =>
    Float64Array.from(places, (place) => values[rows[place] as number] as number);
  const last = (place: number) => ended[(place + 1) * spans.horizon - 1] as number;
  return concordance(Float64Array.from(places, last), pick(spans.periods), pick(spans.events));
}

function report({ onProgress }: SurvivalOptions, share: number): void {
  if (onProgress?.(share) === false) throw new RangeError("The training was cancelled");
}
