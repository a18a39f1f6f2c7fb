import { type Loss, only, sumOf } from "./loss.ts";

/** ½(m − y)². */
export const squaredObjective: Loss = {
  outputs: 1,
  start(target, weights) {
    const total = target.reduce((sum, y, row) => sum + y * (weights[row] as number), 0);
    return [total / sumOf(weights)];
  },
  derive(margins, target, weights, gradients, curvatures) {
    const [margin, gradient, curvature] = [only(margins), only(gradients), only(curvatures)];
    for (let row = 0; row < target.length; row++) {
      const weight = weights[row] as number;
      gradient[row] = weight * ((margin[row] as number) - (target[row] as number));
      curvature[row] = weight;
    }
  },
  value(margins, target, weights) {
    const margin = only(margins);
    let loss = 0;
    for (let row = 0; row < target.length; row++) {
      loss +=
        0.5 * (weights[row] as number) * ((margin[row] as number) - (target[row] as number)) ** 2;
    }
    return loss / sumOf(weights);
  },
};
