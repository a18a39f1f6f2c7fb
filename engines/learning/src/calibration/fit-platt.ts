import { logOdds, sigmoid } from "../linear/sigmoid.ts";

/** p ↦ sigmoid(slope·logit(p) + intercept). */
export interface PlattCalibration {
  readonly kind: "platt";
  readonly slope: number;
  readonly intercept: number;
}

/**
 * Platt scaling on the log-odds, with Platt's smoothed targets, by Newton's method with step halving.
 * Sources: Platt (1999); Lin, Lin & Weng, "A note on Platt's probabilistic outputs" (2007).
 * `probabilities` must be out of sample. The slope is kept from turning the order round.
 */
export function fitPlatt(probabilities: Float64Array, target: Float64Array): PlattCalibration {
  const positives = target.reduce((sum, value) => sum + value, 0);
  const high = (positives + 1) / (positives + 2);
  const low = 1 / (target.length - positives + 2);
  const points = {
    inputs: probabilities.map(logOdds),
    targets: target.map((value) => (value > 0.5 ? high : low)),
  };
  let line = { slope: 1, intercept: 0 };
  let loss = lossOf(points, line);
  for (let step = 0; step < 100; step++) {
    const move = newtonStep(points, line);
    const next = halve(points, line, move, loss);
    if (!(loss - next.loss > 1e-10 * (1 + loss))) break;
    line = next.line;
    loss = next.loss;
  }
  return { kind: "platt", slope: Math.max(1e-6, line.slope), intercept: line.intercept };
}

interface Points {
  readonly inputs: Float64Array;
  readonly targets: Float64Array;
}

interface Line {
  readonly slope: number;
  readonly intercept: number;
}

function lossOf({ inputs, targets }: Points, { slope, intercept }: Line): number {
  let loss = 0;
  for (let row = 0; row < inputs.length; row++) {
    const score = slope * (inputs[row] as number) + intercept;
    loss += Math.max(score, 0) + Math.log1p(Math.exp(-Math.abs(score)));
    loss -= (targets[row] as number) * score;
  }
  return loss;
}

function newtonStep({ inputs, targets }: Points, { slope, intercept }: Line): Line {
  let [slopeGradient, interceptGradient] = [0, 0];
  let [slopeCurve, crossCurve, interceptCurve] = [1e-9, 0, 1e-9];
  for (let row = 0; row < inputs.length; row++) {
    const input = inputs[row] as number;
    const probability = sigmoid(slope * input + intercept);
    const error = probability - (targets[row] as number);
    const weight = probability * (1 - probability);
    slopeGradient += error * input;
    interceptGradient += error;
    slopeCurve += weight * input * input;
    crossCurve += weight * input;
    interceptCurve += weight;
  }
  const determinant = slopeCurve * interceptCurve - crossCurve * crossCurve;
  return {
    slope: (crossCurve * interceptGradient - interceptCurve * slopeGradient) / determinant,
    intercept: (crossCurve * slopeGradient - slopeCurve * interceptGradient) / determinant,
  };
}

function halve(points: Points, from: Line, move: Line, loss: number): { line: Line; loss: number } {
  for (let length = 1; length > 1e-6; length /= 2) {
    const line = {
      slope: from.slope + length * move.slope,
      intercept: from.intercept + length * move.intercept,
    };
    const next = lossOf(points, line);
    if (next < loss) return { line, loss: next };
  }
  return { line: from, loss };
}
