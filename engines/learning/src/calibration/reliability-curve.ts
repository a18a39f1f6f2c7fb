import { sortedOrder } from "../metrics/sorted-order.ts";

/** One bin of a reliability curve. */
export interface ReliabilityBin {
  readonly count: number;
  readonly meanPredicted: number;
  readonly observedRate: number;
}

/** Bins of equal mass in order of the probability: what was promised beside what happened. */
export function reliabilityCurve(
  probabilities: Float64Array,
  target: Float64Array,
  bins = 10,
): readonly ReliabilityBin[] {
  const order = sortedOrder(probabilities);
  const curve: ReliabilityBin[] = [];
  for (let bin = 0; bin < bins; bin++) {
    const start = Math.floor((bin * order.length) / bins);
    const end = Math.floor(((bin + 1) * order.length) / bins);
    if (end === start) continue;
    let [predicted, observed] = [0, 0];
    for (let at = start; at < end; at++) {
      const row = order[at] as number;
      predicted += probabilities[row] as number;
      observed += target[row] as number;
    }
    const count = end - start;
    curve.push({ count, meanPredicted: predicted / count, observedRate: observed / count });
  }
  return curve;
}
