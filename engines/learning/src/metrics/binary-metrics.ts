import { reliabilityCurve } from "../calibration/reliability-curve.ts";
import { areaUnderRoc } from "./area-under-roc.ts";
import { averagePrecision } from "./average-precision.ts";
import { sortedOrder } from "./sorted-order.ts";

/** The scores of probabilistic predictions of a 0/1 outcome. */
export interface BinaryMetrics {
  readonly auc: number;
  readonly prAuc: number;
  /** Share right at the cut .5. */
  readonly accuracy: number;
  readonly brier: number;
  readonly logLoss: number;
  /** Expected calibration error over 10 bins of equal mass. */
  readonly ece: number;
  /** Rate of positives in the top tenth over the overall rate. */
  readonly lift: number;
  readonly baseRate: number;
}

/** All scores at once; `target` holds 0 or 1. */
export function binaryMetrics(probabilities: Float64Array, target: Float64Array): BinaryMetrics {
  return {
    auc: areaUnderRoc(probabilities, target),
    prAuc: averagePrecision(probabilities, target),
    accuracy: mean(probabilities, (probability, row) =>
      probability >= 0.5 === (target[row] as number) > 0.5 ? 1 : 0,
    ),
    brier: brierScore(probabilities, target),
    logLoss: logLoss(probabilities, target),
    ece: expectedCalibrationError(probabilities, target),
    lift: topLift(probabilities, target),
    baseRate: mean(target, (value) => value),
  };
}

/** Mean squared distance of probability and outcome. Source: Brier, Monthly Weather Review 78 (1950). */
export function brierScore(probabilities: Float64Array, target: Float64Array): number {
  return mean(probabilities, (probability, row) => (probability - (target[row] as number)) ** 2);
}

/** Mean negative log-likelihood in nats; probabilities are kept off 0 and 1 by 1e−12. */
export function logLoss(probabilities: Float64Array, target: Float64Array): number {
  return mean(probabilities, (probability, row) => {
    const inside = Math.min(1 - 1e-12, Math.max(1e-12, probability));
    const outcome = target[row] as number;
    return -(outcome * Math.log(inside) + (1 - outcome) * Math.log(1 - inside));
  });
}

/** The log-loss of saying everybody's share of every row: probabilities that do worse are good for the order at most. */
export function baseLogLoss(baseRate: number): number {
  const part = (share: number) => (share > 0 ? -share * Math.log(share) : 0);
  return part(baseRate) + part(1 - baseRate);
}

/** Mean |promised − observed| over bins of equal mass. Source: Naeini, Cooper & Hauskrecht, AAAI 2015. */
export function expectedCalibrationError(
  probabilities: Float64Array,
  target: Float64Array,
  bins = 10,
): number {
  return reliabilityCurve(probabilities, target, bins).reduce(
    (sum, bin) =>
      sum + (bin.count / target.length) * Math.abs(bin.meanPredicted - bin.observedRate),
    0,
  );
}

/** Rate of positives among the top share of scores, over the overall rate. */
export function topLift(scores: Float64Array, target: Float64Array, share = 0.1): number {
  const order = sortedOrder(scores).reverse();
  const top = Math.max(1, Math.round(share * order.length));
  let found = 0;
  for (let at = 0; at < top; at++) found += target[order[at] as number] as number;
  return found / top / mean(target, (value) => value);
}

function mean(values: Float64Array, of: (value: number, row: number) => number): number {
  let sum = 0;
  for (let row = 0; row < values.length; row++) sum += of(values[row] as number, row);
  return sum / values.length;
}
