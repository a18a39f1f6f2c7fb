import { logOdds, sigmoid } from "../../linear/sigmoid.ts";
import { type Loss, only, sumOf } from "./loss.ts";

/** log(1 + e^m) − y·m for outcomes y of 0 or 1; the margin is the log-odds. */
export const logLossObjective: Loss = {
  outputs: 1,
  start(target, weights) {
    const positives = target.reduce((sum, y, row) => sum + y * (weights[row] as number), 0);
    return [logOdds(positives / sumOf(weights))];
  },
  derive(margins, target, weights, gradients, curvatures) {
    const [margin, gradient, curvature] = [only(margins), only(gradients), only(curvatures)];
    for (let row = 0; row < target.length; row++) {
      const probability = sigmoid(margin[row] as number);
      const weight = weights[row] as number;
      gradient[row] = weight * (probability - (target[row] as number));
      curvature[row] = weight * Math.max(1e-16, probability * (1 - probability));
    }
  },
  value(margins, target, weights) {
    const margin = only(margins);
    let loss = 0;
    for (let row = 0; row < target.length; row++) {
      const m = margin[row] as number;
      const logPartition = Math.max(m, 0) + Math.log1p(Math.exp(-Math.abs(m)));
      loss += (weights[row] as number) * (logPartition - (target[row] as number) * m);
    }
    return loss / sumOf(weights);
  },
};
