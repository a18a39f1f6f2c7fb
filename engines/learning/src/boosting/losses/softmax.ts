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
      // The gradients' own places hold the powers until they are turned into gradients.
      const { totals } = normalisers(margins, target.length, gradients);
      for (let output = 0; output < classes; output++) {
        const sums = { totals, target, weights, output, widening };
        deriveOutput(sums, at(gradients, output), at(curvatures, output));
      }
    },
    value(margins, target, weights) {
      const { greatest, totals } = normalisers(margins, target.length);
      let loss = 0;
      for (let row = 0; row < target.length; row++) {
        const own = at(margins, target[row] as number)[row] as number;
        const p = Math.exp(own - (greatest[row] as number)) / (totals[row] as number);
        loss -= (weights[row] as number) * Math.log(Math.max(1e-300, p));
      }
      return loss / sumOf(weights);
    },
  };
}

function at(outputs: Outputs, output: number): Float64Array {
  const found = outputs[output];
  if (found === undefined) throw new RangeError(`There is no output ${output}`);
  return found;
}

interface Normalisers {
  readonly greatest: Float64Array;
  /** Σ exp(margin − greatest) of each row. */
  readonly totals: Float64Array;
}

/** Class after class, each in one sweep over the rows: several times as fast as row after row. */
function normalisers(margins: Outputs, rows: number, powers?: Outputs): Normalisers {
  const greatest = new Float64Array(rows).fill(Number.NEGATIVE_INFINITY);
  const totals = new Float64Array(rows);
  for (const margin of margins) raise(greatest, margin);
  margins.forEach((margin, output) => {
    addPowers(totals, margin, greatest, powers?.[output]);
  });
  return { greatest, totals };
}

function raise(greatest: Float64Array, margin: Float64Array): void {
  for (let row = 0; row < greatest.length; row++) {
    const value = margin[row] as number;
    if (value > (greatest[row] as number)) greatest[row] = value;
  }
}

function addPowers(
  totals: Float64Array,
  margin: Float64Array,
  greatest: Float64Array,
  powers: Float64Array = new Float64Array(totals.length),
): void {
  for (let row = 0; row < totals.length; row++) {
    const power = Math.exp((margin[row] as number) - (greatest[row] as number));
    powers[row] = power;
    totals[row] = (totals[row] as number) + power;
  }
}

interface OutputSums {
  readonly totals: Float64Array;
  readonly target: Float64Array;
  readonly weights: Float64Array;
  readonly output: number;
  readonly widening: number;
}

/** Turns the powers in `gradient` into gradients. */
function deriveOutput(
  { totals, target, weights, output, widening }: OutputSums,
  gradient: Float64Array,
  curvature: Float64Array,
): void {
  for (let row = 0; row < target.length; row++) {
    const p = (gradient[row] as number) / (totals[row] as number);
    const weight = weights[row] as number;
    gradient[row] = weight * (p - (target[row] === output ? 1 : 0));
    curvature[row] = weight * Math.max(1e-16, widening * p * (1 - p));
  }
}

/** The summed loss of unweighted rows; the gradients are written in the margins' own places. */
export function softmaxSlope(margins: Outputs, target: Float64Array): number {
  const { totals } = normalisers(margins, target.length, margins);
  let loss = 0;
  for (let row = 0; row < target.length; row++) {
    const own = at(margins, target[row] as number)[row] as number;
    loss -= Math.log(Math.max(1e-300, own / (totals[row] as number)));
  }
  margins.forEach((gradient, output) => {
    turnToGradients(gradient, output, totals, target);
  });
  return loss;
}

function turnToGradients(
  powers: Float64Array,
  output: number,
  totals: Float64Array,
  target: Float64Array,
): void {
  for (let row = 0; row < target.length; row++) {
    powers[row] =
      (powers[row] as number) / (totals[row] as number) - (target[row] === output ? 1 : 0);
  }
}

/** The class probabilities of every row, written in the margins' own places. */
export function softmaxOutputs(margins: readonly Float64Array[]): readonly Float64Array[] {
  const [first] = margins;
  if (first === undefined) return margins;
  const { totals } = normalisers(margins, first.length, margins);
  for (const output of margins) {
    for (let row = 0; row < output.length; row++) {
      output[row] = (output[row] as number) / (totals[row] as number);
    }
  }
  return margins;
}
