import { sortedOrder } from "../../metrics/sorted-order.ts";
import { type Loss, only, sumOf } from "./loss.ts";

/**
 * The pinball loss max(q·(y − m), (q − 1)·(y − m)): its minimum is the q-quantile. The curvature is 0 almost everywhere, so
 * it is set to the weight to grow the tree, and each leaf then takes the quantile of its residuals.
 * Sources: Koenker & Bassett, Econometrica 46 (1978); Friedman, Annals of Statistics 29 (2001), section 4.3.
 */
export function quantileObjective(quantile: number): Loss {
  if (!(quantile > 0 && quantile < 1)) throw new RangeError("A quantile lies inside (0, 1)");
  return {
    outputs: 1,
    start: (target, weights) => [weightedQuantile(target, weights, quantile)],
    derive(margins, target, weights, gradients, curvatures) {
      const [margin, gradient, curvature] = [only(margins), only(gradients), only(curvatures)];
      for (let row = 0; row < target.length; row++) {
        const weight = weights[row] as number;
        const isBelow = (target[row] as number) > (margin[row] as number);
        gradient[row] = weight * (isBelow ? -quantile : 1 - quantile);
        curvature[row] = weight;
      }
    },
    value(margins, target, weights) {
      const margin = only(margins);
      let loss = 0;
      for (let row = 0; row < target.length; row++) {
        const gap = (target[row] as number) - (margin[row] as number);
        loss += (weights[row] as number) * Math.max(quantile * gap, (quantile - 1) * gap);
      }
      return loss / sumOf(weights);
    },
    leafValue: (residuals, weights) => weightedQuantile(residuals, weights, quantile),
  };
}

function weightedQuantile(values: Float64Array, weights: Float64Array, quantile: number): number {
  const order = sortedOrder(values);
  const goal = quantile * sumOf(weights);
  let passed = 0;
  for (const row of order) {
    passed += weights[row] as number;
    if (passed >= goal) return values[row] as number;
  }
  return 0;
}
