import { type Loss, type Outputs, sumOf } from "./loss.ts";

/**
 * −log softmax(m)_y for class numbers y = 0 … classes − 1. The curvature p(1 − p) is widened by K/(K − 1), since each
 * class takes its step as if the others stood still. Source: Friedman, Hastie & Tibshirani, Annals of Statistics 28 (2000).
 */
export function softmaxObjective(classes: number): Loss {
  if (!(classes >= 2)) throw new RangeError("softmax needs at least two classes");
  const widening = classes / (classes - 1);
  return {
    outputs: classes,
    start(target, weights) {
      const totals = new Array<number>(classes).fill(0);
      target.forEach((y, row) => {
        totals[y] = (totals[y] ?? 0) + (weights[row] as number);
      });
      const all = sumOf(weights);
      return totals.map((total) => Math.log(Math.max(1e-12, total / all)));
    },
    derive(margins, target, weights, gradients, curvatures) {
      const probabilities = new Float64Array(classes);
      for (let row = 0; row < target.length; row++) {
        softmaxRow(margins, row, probabilities);
        const weight = weights[row] as number;
        for (let output = 0; output < classes; output++) {
          const p = probabilities[output] as number;
          const [gradient, curvature] = [gradients[output], curvatures[output]];
          if (gradient === undefined || curvature === undefined) continue;
          gradient[row] = weight * (p - (target[row] === output ? 1 : 0));
          curvature[row] = weight * Math.max(1e-16, widening * p * (1 - p));
        }
      }
    },
    value(margins, target, weights) {
      const probabilities = new Float64Array(classes);
      let loss = 0;
      for (let row = 0; row < target.length; row++) {
        softmaxRow(margins, row, probabilities);
        const p = probabilities[target[row] as number] ?? 0;
        loss -= (weights[row] as number) * Math.log(Math.max(1e-300, p));
      }
      return loss / sumOf(weights);
    },
  };
}

/** Writes the class probabilities of one row into `into`. */
export function softmaxRow(margins: Outputs, row: number, into: Float64Array): void {
  let greatest = Number.NEGATIVE_INFINITY;
  for (const margin of margins) greatest = Math.max(greatest, margin[row] as number);
  let total = 0;
  margins.forEach((margin, output) => {
    const power = Math.exp((margin[row] as number) - greatest);
    into[output] = power;
    total += power;
  });
  for (let output = 0; output < into.length; output++) {
    into[output] = (into[output] as number) / total;
  }
}
