import {
  areaUnderRoc,
  bootstrapInterval,
  brierScore,
  type Dataset,
  fitConformalInterval,
  type Interval,
  type OutOfFold,
  type ReliabilityBin,
  regressionMetrics,
  reliabilityCurve,
  type ShiftKnot,
  selectRows,
  type TrainingReport,
  trainPrediction,
} from "@causeway/engine-learning";
import { type Random, seededRandom } from "@causeway/kernel";
import { pastRecord, recordShifts } from "../scoring/past-record.ts";
import { columnAmounts, type ScoringModel } from "../scoring/predicted-values.ts";
import { type Comparison, compareModels } from "./compare-models.ts";
import type { CurveCases, CurveGrid } from "./curve-spans.ts";
import { fitCurve } from "./fit-curve.ts";
import type { PastRecord, StoredCurve } from "./stored-model.ts";
import { spreadsOverTime, timeOrder } from "./time-order.ts";

/** The version in force with all cases in its own columns. */
export interface PreviousModel extends ScoringModel {
  readonly dataset: Dataset;
  readonly toMs: number;
}

/** What a worker thread needs to train; everything can be cloned. */
export interface TrainingRequest {
  readonly task: "binary" | "regression";
  readonly dataset: Dataset;
  readonly target: Float64Array;
  readonly record: Int32Array;
  readonly atMs: Float64Array;
  readonly firstMs: Float64Array;
  /** 1 at the case of each record that the record of past cases tells of. */
  readonly isTold: Uint8Array;
  /** When each outcome was decided; NaN where nobody said. */
  readonly resolvedMs: Float64Array;
  /** Infinite where a case waits until it is over. */
  readonly horizonMs: number;
  readonly targetName: string;
  /** Columns with which the prediction may only rise (1) or fall (−1). */
  readonly monotone: Readonly<Record<string, 1 | -1>>;
  readonly seed: number;
  /** Of a curve: how it is cut, how long each case was seen, and 1 where the outcome came at the end of that. */
  readonly curve: (CurveGrid & CurveCases) | null;
  /** The version in force, and the last moment it has learned from. */
  readonly previous: PreviousModel | null;
}

export interface Estimate extends Interval {
  readonly value: number;
}

/** A case that was held out. */
export interface HeldCase {
  readonly row: number;
  readonly predicted: number;
  /** In the order of the model's columns. */
  readonly contributions: readonly number[];
}

/** What the thread gives back. */
export interface TrainingResult {
  readonly report: Omit<TrainingReport, "held">;
  /** Days between what was learned from and what was judged: the horizon, or 0 where each outcome was merely decided before. Null without an order in time. */
  readonly gapDays: number | null;
  readonly baseRate: number;
  readonly auc: Estimate | null;
  readonly accuracy: Estimate | null;
  readonly brier: Estimate | null;
  readonly r2: Estimate | null;
  readonly mae: number | null;
  readonly reach: number | null;
  readonly calibration: readonly ReliabilityBin[];
  readonly record: readonly PastRecord[];
  readonly shifts: readonly ShiftKnot[] | null;
  readonly cases: readonly HeldCase[];
  readonly compared: Comparison | null;
  readonly curve: StoredCurve | null;
  readonly concordance: number | null;
}

const folds = 5;
/** As many past cases are kept to compare a new one with. */
const mostCases = 1_000;
export const intervalLevel = 0.9;

/**
 * Trains one version: later records are judged by models of earlier ones where the records spread over time, else by
 * folds that keep the moments of one record together. Intervals draw whole records.
 */
export function trainModel(
  request: TrainingRequest,
  onProgress: (share: number) => boolean,
): TrainingResult {
  const random = seededRandom(request.seed);
  const { held, report, ...fitted } =
    request.curve === null
      ? fitAtOnce(request, random, onProgress)
      : fitCurve(request, request.curve, { random, folds, onProgress });
  const [predicted = new Float64Array(0)] = held.predicted;
  const groups = Int32Array.from(held.rows, (row) => request.record[row] as number);
  const estimate = (
    score: (predictions: Float64Array, target: Float64Array) => number,
  ): Estimate => ({
    value: score(predicted, held.target),
    ...bootstrapInterval(predicted, held.target, score, { random, groups, level: intervalLevel }),
  });
  const isBinary = request.task === "binary";
  const told = Array.from(held.rows.keys()).filter(
    (place) => request.isTold[held.rows[place] as number] === 1,
  );
  const pick = (values: Float64Array) =>
    Float64Array.from(told, (place) => values[place] as number);
  return {
    report,
    ...fitted,
    auc: isBinary ? estimate(areaUnderRoc) : null,
    accuracy: isBinary ? estimate(accuracy) : null,
    brier: isBinary ? estimate(brierScore) : null,
    r2: isBinary ? null : estimate((values, target) => regressionMetrics(values, target).r2),
    mae: isBinary ? null : regressionMetrics(predicted, held.target).mae,
    reach: isBinary
      ? null
      : fitConformalInterval(
          { low: predicted, high: predicted, target: held.target },
          intervalLevel,
        ).widening,
    calibration: isBinary ? reliabilityCurve(predicted, held.target) : [],
    record: isBinary ? pastRecord(pick(predicted), pick(held.target)) : [],
    shifts: isBinary ? recordShifts(pick(predicted), pick(held.target)) : null,
    cases: heldCases(request, { saved: report.model, curve: fitted.curve }, held.rows, predicted),
    compared:
      request.previous === null
        ? null
        : compareModels(request, request.previous, { ...held, predicted, groups, random }),
  };
}

/** What fitting gives: scores of held-out cases, their rows numbered as in the request. */
export interface Fitted
  extends Pick<TrainingResult, "report" | "gapDays" | "baseRate" | "curve" | "concordance"> {
  readonly held: OutOfFold;
}

function fitAtOnce(
  request: TrainingRequest,
  random: Random,
  onProgress: (share: number) => boolean,
): Fitted {
  const order = spreadsOverTime(request.firstMs, folds) ? timeOrder(request, folds) : undefined;
  const { held, ...report } = trainPrediction(request.dataset, request.target, {
    task: { kind: request.task },
    targetName: request.targetName,
    classes: request.task === "binary" ? ["no", "yes"] : [],
    random,
    folds,
    groups: request.record,
    monotone: request.monotone,
    countsLearning: true,
    ...(order && { times: request.firstMs, ends: order.ends }),
    onProgress,
  });
  return {
    held,
    report,
    gapDays: order?.gapDays ?? null,
    baseRate: request.target.reduce((sum, value) => sum + value, 0) / request.target.length,
    curve: null,
    concordance: null,
  };
}

/** The latest held-out cases with what the final model makes of them. */
function heldCases(
  { dataset, atMs }: TrainingRequest,
  model: ScoringModel,
  rows: Uint32Array,
  predicted: Float64Array,
): readonly HeldCase[] {
  const latest = Array.from(rows.keys())
    .sort((a, b) => (atMs[rows[b] as number] as number) - (atMs[rows[a] as number] as number))
    .slice(0, mostCases);
  const chosen = selectRows(
    dataset,
    latest.map((place) => rows[place] as number),
  );
  const values = columnAmounts(model, chosen);
  const width = latest.length === 0 ? 0 : values.length / latest.length;
  return latest.map((place, index) => ({
    row: rows[place] as number,
    predicted: predicted[place] as number,
    contributions: Array.from(values.subarray(index * width, (index + 1) * width)),
  }));
}

function accuracy(probabilities: Float64Array, target: Float64Array): number {
  const right = probabilities.reduce(
    (sum, probability, row) => sum + (probability >= 0.5 === (target[row] ?? 0) > 0.5 ? 1 : 0),
    0,
  );
  return right / target.length;
}
