import { assertNever, type Random } from "@causeway/kernel";
import { areaUnderRoc } from "../metrics/area-under-roc.ts";
import {
  type BinaryMetrics,
  binaryMetrics,
  expectedCalibrationError,
} from "../metrics/binary-metrics.ts";
import { bootstrapInterval, type Interval } from "../metrics/bootstrap-interval.ts";
import { type RegressionMetrics, regressionMetrics } from "../metrics/regression-metrics.ts";
import type { OutOfFold } from "./cross-validate.ts";
import type { Task } from "./task.ts";

/** The scores that the task has. */
export type Scores = Partial<BinaryMetrics & RegressionMetrics>;

/** The scores of held-out predictions, the interval of the leading one, and whether it rises above chance. */
export interface Judgement {
  readonly metrics: Scores;
  /** The score that decides: `auc`, or `r2` for a number. */
  readonly leading: "auc" | "r2";
  /** 95 % bootstrap interval of the leading score. */
  readonly interval: Interval;
  readonly verdict: "usable" | "no-signal";
}

export interface JudgeOptions {
  /** Rows of one group are drawn together. */
  readonly groups?: Int32Array;
  /** By how much the interval is wider than what drawing rows anew gives, for what another training set would have given. */
  readonly widening?: number;
}

const chanceOf = { auc: 0.5, r2: 0 } as const;

/**
 * Judges out-of-fold predictions. "no-signal": the interval of the leading score includes chance (AUC ½, R² 0) or lies
 * below it. For several classes the AUC is the mean of one against the rest, weighted by class.
 */
export function judge(
  task: Task,
  held: OutOfFold,
  random: Random,
  { groups, widening = 1 }: JudgeOptions = {},
): Judgement {
  const [first = new Float64Array(0)] = held.predicted;
  const options = { random, ...(groups && { groups }) };
  if (task.kind === "binary") {
    const interval = bootstrapInterval(first, held.target, areaUnderRoc, options);
    return judgement(binaryMetrics(first, held.target), "auc", interval, widening);
  }
  if (task.kind === "regression") {
    const score = (predicted: Float64Array, target: Float64Array) =>
      regressionMetrics(predicted, target).r2;
    const interval = bootstrapInterval(first, held.target, score, options);
    return judgement(regressionMetrics(first, held.target), "r2", interval, widening);
  }
  if (task.kind === "multiclass") {
    const places = Float64Array.from(held.target.keys());
    const score = (rows: Float64Array) => classesAuc(held, rows);
    const interval = bootstrapInterval(places, held.target, score, options);
    return judgement(multiclassMetrics(held, places), "auc", interval, widening);
  }
  return assertNever(task);
}

function judgement(
  metrics: Scores,
  leading: "auc" | "r2",
  drawn: Interval,
  widening: number,
): Judgement {
  const value = metrics[leading] ?? Number.NaN;
  const interval = {
    low: Math.max(
      leading === "auc" ? 0 : Number.NEGATIVE_INFINITY,
      value - widening * (value - drawn.low),
    ),
    high: Math.min(1, value + widening * (drawn.high - value)),
  };
  return {
    metrics,
    leading,
    interval: widening === 1 ? drawn : interval,
    verdict: interval.low > chanceOf[leading] ? "usable" : "no-signal",
  };
}

function multiclassMetrics(held: OutOfFold, places: Float64Array): Scores {
  let [loss, squares] = [0, 0];
  const confidence = new Float64Array(held.target.length);
  const isRight = new Float64Array(held.target.length);
  held.target.forEach((actual, place) => {
    const row = held.predicted.map((output) => output[place] as number);
    const highest = Math.max(...row);
    confidence[place] = highest;
    isRight[place] = row.indexOf(highest) === actual ? 1 : 0;
    loss -= Math.log(Math.max(1e-12, row[actual] ?? 0));
    squares += row.reduce((sum, p, output) => sum + (p - (output === actual ? 1 : 0)) ** 2, 0);
  });
  const rows = held.target.length;
  return {
    auc: classesAuc(held, places),
    accuracy: isRight.reduce((sum, value) => sum + value, 0) / rows,
    brier: squares / rows,
    logLoss: loss / rows,
    // Of the class that is named: how sure it is said to be beside how often it is right (Guo et al., ICML 2017).
    ece: expectedCalibrationError(confidence, isRight),
  };
}

function classesAuc(held: OutOfFold, places: Float64Array): number {
  let [sum, weight] = [0, 0];
  held.predicted.forEach((output, number) => {
    const isClass = Float64Array.from(places, (place) => (held.target[place] === number ? 1 : 0));
    const scores = Float64Array.from(places, (place) => output[place] as number);
    const share = isClass.reduce((total, value) => total + value, 0);
    const auc = areaUnderRoc(scores, isClass);
    if (Number.isNaN(auc)) return;
    sum += share * auc;
    weight += share;
  });
  return sum / weight;
}
