import { assertNever, type Random } from "@causeway/kernel";
import { countedAreaUnderRoc } from "../metrics/area-under-roc.ts";
import {
  type BinaryMetrics,
  binaryMetrics,
  expectedCalibrationError,
} from "../metrics/binary-metrics.ts";
import {
  bootstrapCountsInterval,
  bootstrapInterval,
  type Interval,
} from "../metrics/bootstrap-interval.ts";
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
    const area = countedAreaUnderRoc(first, held.target);
    const interval = bootstrapCountsInterval(held.target.length, area, options);
    return judgement(binaryMetrics(first, held.target), "auc", interval, widening);
  }
  if (task.kind === "regression") {
    const score = (predicted: Float64Array, target: Float64Array) =>
      regressionMetrics(predicted, target).r2;
    const interval = bootstrapInterval(first, held.target, score, options);
    return judgement(regressionMetrics(first, held.target), "r2", interval, widening);
  }
  if (task.kind === "multiclass") {
    const area = classesArea(held);
    const interval = bootstrapCountsInterval(held.target.length, area, options);
    return judgement(multiclassMetrics(held, area), "auc", interval, widening);
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

function multiclassMetrics(held: OutOfFold, area: (counts: Int32Array) => number): Scores {
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
    auc: area(new Int32Array(rows).fill(1)),
    accuracy: isRight.reduce((sum, value) => sum + value, 0) / rows,
    brier: squares / rows,
    logLoss: loss / rows,
    // Of the class that is named: how sure it is said to be beside how often it is right (Guo et al., ICML 2017).
    ece: expectedCalibrationError(confidence, isRight),
  };
}

/** One class against the rest, weighted by class, where each row counts as often as it was drawn. */
function classesArea(held: OutOfFold): (counts: Int32Array) => number {
  const areas = held.predicted.map((output, number) =>
    countedAreaUnderRoc(
      output,
      held.target.map((actual) => (actual === number ? 1 : 0)),
    ),
  );
  return (counts) => {
    const shares = new Float64Array(areas.length);
    held.target.forEach((actual, place) => {
      shares[actual] = (shares[actual] as number) + (counts[place] as number);
    });
    let [sum, weight] = [0, 0];
    areas.forEach((area, number) => {
      const value = area(counts);
      const share = shares[number] as number;
      if (Number.isNaN(value)) return;
      sum += share * value;
      weight += share;
    });
    return sum / weight;
  };
}
