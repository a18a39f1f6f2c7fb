import type { Histogram } from "./histogram.ts";
import { leafValue, type NodeSums, type Split, type SplitRules, valueGain } from "./split.ts";

/** Where one column's bins lie in the histogram: `count` value bins from `offset`, then the bin of missing values. */
export interface NumericScan {
  readonly feature: number;
  readonly offset: number;
  readonly count: number;
  /** 1: the prediction may only rise with the value; −1: only fall; 0: free. */
  readonly monotone: -1 | 0 | 1;
}

/** Sums this small are what subtraction leaves of nothing. */
const nothing = 1e-9;

/** Improves `best` by the best threshold of one numeric column, with missing values on either side. */
export function findNumericSplit(
  histogram: Histogram,
  scan: NumericScan,
  node: NodeSums,
  rules: SplitRules,
  best: Split,
): void {
  const missing = 2 * (scan.offset + scan.count);
  const hasMissing = (histogram[missing + 1] as number) > nothing;
  const isFree =
    scan.monotone === 0 &&
    rules.l1 === 0 &&
    node.low === Number.NEGATIVE_INFINITY &&
    node.high === Number.POSITIVE_INFINITY;
  const search = isFree ? scanFree : scanConstrained;
  search(histogram, scan, node, rules, best, false, hasMissing);
  if (hasMissing) search(histogram, scan, node, rules, best, true, hasMissing);
}

/**
 * The hot scan: without l1 and bounds the gain is G²/(H + l2) of both sides, compared as fractions to save divisions.
 */
function scanFree(
  histogram: Histogram,
  scan: NumericScan,
  node: NodeSums,
  rules: SplitRules,
  best: Split,
  missingLeft: boolean,
  hasMissing: boolean,
): void {
  const { l2 } = rules;
  const missing = 2 * (scan.offset + scan.count);
  const parentGain = node.gradient ** 2 / (node.curvature + l2);
  const leastCurvature = leastSide(node, rules);
  const greatestLeft = node.curvature - leastCurvature;
  const start = 2 * scan.offset;
  // With missing values on the right, "all values against missing" is a split too.
  const end = missing - (hasMissing && !missingLeft ? 0 : 2);
  let gradient = missingLeft ? (histogram[missing] as number) : 0;
  let curvature = missingLeft ? (histogram[missing + 1] as number) : 0;
  let [bestTop, bestBottom, bestPlace] = [best.gain + parentGain, 1, -1];
  let [bestGradient, bestCurvature] = [0, 0];
  const total = node.gradient;
  const whole = node.curvature + 2 * l2;
  for (let place = start; place < end; place += 2) {
    const added = histogram[place + 1] as number;
    gradient += histogram[place] as number;
    curvature += added;
    if (added <= nothing || curvature < leastCurvature) continue;
    if (curvature > greatestLeft) break;
    const rest = total - gradient;
    const left = curvature + l2;
    const right = whole - left;
    const top = gradient * gradient * right + rest * rest * left;
    const bottom = left * right;
    if (top * bestBottom > bestTop * bottom) {
      bestTop = top;
      bestBottom = bottom;
      bestPlace = place;
      bestGradient = gradient;
      bestCurvature = curvature;
    }
  }
  if (bestPlace < 0) return;
  best.gain = bestTop / bestBottom - parentGain;
  best.feature = scan.feature;
  best.bin = (bestPlace - start) / 2;
  best.missingLeft = missingLeft;
  best.categories = undefined;
  best.leftGradient = bestGradient;
  best.leftCurvature = bestCurvature;
  best.leftValue = -bestGradient / (bestCurvature + l2);
  best.rightValue = -(total - bestGradient) / (node.curvature - bestCurvature + l2);
}

function scanConstrained(
  histogram: Histogram,
  scan: NumericScan,
  node: NodeSums,
  rules: SplitRules,
  best: Split,
  missingLeft: boolean,
  hasMissing: boolean,
): void {
  const missing = 2 * (scan.offset + scan.count);
  const leastCurvature = leastSide(node, rules);
  const parentGain = nodeGain(node, rules);
  const start = 2 * scan.offset;
  const end = missing - (hasMissing && !missingLeft ? 0 : 2);
  let gradient = missingLeft ? (histogram[missing] as number) : 0;
  let curvature = missingLeft ? (histogram[missing + 1] as number) : 0;
  for (let place = start; place < end; place += 2) {
    const added = histogram[place + 1] as number;
    gradient += histogram[place] as number;
    curvature += added;
    if (added <= nothing || curvature < leastCurvature) continue;
    if (node.curvature - curvature < leastCurvature) break;
    const candidate = weighSplit(gradient, curvature, node, rules, rules.l2);
    if (scan.monotone * (candidate.rightValue - candidate.leftValue) < 0) continue;
    if (candidate.gain - parentGain <= best.gain) continue;
    Object.assign(best, candidate, {
      gain: candidate.gain - parentGain,
      feature: scan.feature,
      bin: (place - start) / 2,
      missingLeft,
      categories: undefined,
      leftGradient: gradient,
      leftCurvature: curvature,
    });
  }
}

/** Curvature that each side must keep; rows are counted by their share of the leaf's curvature. */
export function leastSide(node: NodeSums, rules: SplitRules): number {
  return Math.max(rules.minCurvature, ((rules.minRows - 0.5) * node.curvature) / node.rows);
}

/** What the leaf saves unsplit. */
export function nodeGain(node: NodeSums, rules: SplitRules): number {
  const { l1, l2 } = rules;
  const value = leafValue(node.gradient, node.curvature, l1, l2, node.low, node.high);
  return valueGain(node.gradient, node.curvature, l1, l2, value);
}

/** What both sides save, with their values inside the leaf's bounds. */
export function weighSplit(
  gradient: number,
  curvature: number,
  node: NodeSums,
  rules: SplitRules,
  l2: number,
): { gain: number; leftValue: number; rightValue: number } {
  const { l1 } = rules;
  const [restGradient, restCurvature] = [node.gradient - gradient, node.curvature - curvature];
  const leftValue = leafValue(gradient, curvature, l1, l2, node.low, node.high);
  const rightValue = leafValue(restGradient, restCurvature, l1, l2, node.low, node.high);
  const gain =
    valueGain(gradient, curvature, l1, l2, leftValue) +
    valueGain(restGradient, restCurvature, l1, l2, rightValue);
  return { gain, leftValue, rightValue };
}
