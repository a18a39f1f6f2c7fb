import { choleskyFactor, choleskySolve } from "@causeway/engine-statistics";
import { createLoss } from "../boosting/losses/create-loss.ts";
import type { Loss } from "../boosting/losses/loss.ts";
import { softmaxSlope } from "../boosting/losses/softmax.ts";
import type { Dataset } from "../dataset/dataset.ts";
import { learnEncodings } from "./encoding.ts";
import { minimise, type Slope } from "./minimise.ts";
import type { MultinomialModel } from "./multinomial-model.ts";
import { addWeightedProducts, addWeightedRows, linearScores } from "./normal-equations.ts";
import { type SparseDesign, sparseDesign } from "./sparse-design.ts";
import { termMeans } from "./term-means.ts";

export interface MultinomialOptions {
  /** Ridge penalty ½·l2·‖β‖² beside the summed log-loss, on standardised terms; intercepts are free. Default 1. */
  readonly l2?: number;
  /** Coefficients to begin with, such as those of another penalty; the end is the same, but nearer. */
  readonly start?: readonly (readonly number[])[];
  /** Ends where a step wins less than this share of the loss; default 1e−7. */
  readonly tolerance?: number;
}

/** An intercept's share of the penalty keeps the log-odds of a class without rows finite. */
const interceptPenalty = 1e-3;
/** With more terms than this the curvature is taken term by term: its root would cost the cube of them for every class. */
const mostTermsTogether = 400;

/**
 * Softmax regression with a ridge penalty; `target` holds class numbers 0 … classes − 1. Every class has coefficients of its
 * own, which the penalty makes sum to 0. By L-BFGS that starts from each class's own curvature where all predictions are the
 * classes' shares. Sources: Hastie, Tibshirani & Friedman, The Elements of Statistical Learning, 2nd ed., section 4.4;
 * Friedman, Hastie & Tibshirani, Journal of Statistical Software 33 (2010), section 4 (the symmetric form).
 */
export function fitMultinomial(
  dataset: Dataset,
  target: Float64Array,
  classes: number,
  options: MultinomialOptions = {},
): MultinomialModel {
  const encodings = learnEncodings(dataset, { bounded: true });
  const design = sparseDesign(dataset, encodings);
  const width = design.terms + 1;
  const loss = createLoss({ kind: "softmax", classes });
  const weights = new Float64Array(dataset.rows).fill(1);
  const problem = { design, target, weights, loss, classes, l2: options.l2 ?? 1 };
  const given = options.start?.flat() ?? [];
  const start =
    given.length === classes * width ? Float64Array.from(given) : atShares(problem, width);
  const found = minimise({
    start,
    slopeAt: (point) => slopeAt(problem, point),
    precondition: preconditioner(problem, width),
    ...(options.tolerance !== undefined && { tolerance: options.tolerance }),
  });
  return {
    kind: "multinomial",
    encodings,
    coefficients: centred(found, classes, width),
    termMeans: termMeans(design),
  };
}

interface Problem {
  readonly design: SparseDesign;
  readonly target: Float64Array;
  readonly weights: Float64Array;
  readonly loss: Loss;
  readonly classes: number;
  readonly l2: number;
}

function atShares({ target, weights, loss }: Problem, width: number): Float64Array {
  // A class without rows starts where one row in a million would put it.
  const shares = loss.start(target, weights).map((margin) => Math.max(margin, Math.log(1e-6)));
  const point = new Float64Array(shares.length * width);
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  shares.forEach((share, output) => {
    point[(output + 1) * width - 1] = share - mean;
  });
  return point;
}

function slopeAt(problem: Problem, point: Float64Array): Slope {
  const { design, target, classes } = problem;
  const width = design.terms + 1;
  const margins = Array.from({ length: classes }, (_, output) =>
    linearScores(design, point.subarray(output * width, (output + 1) * width)),
  );
  let value = softmaxSlope(margins, target);
  const gradient = new Float64Array(point.length);
  // The margins have become the rows' gradients.
  margins.forEach((rows, output) => {
    addWeightedRows(gradient.subarray(output * width, (output + 1) * width), design, rows);
  });
  for (let place = 0; place < point.length; place++) {
    const penalty = penaltyAt(problem, place % width);
    const own = point[place] as number;
    value += 0.5 * penalty * own * own;
    gradient[place] = (gradient[place] as number) + penalty * own;
  }
  return { value, gradient };
}

function penaltyAt({ design, l2 }: Problem, term: number): number {
  return term < design.terms ? l2 : interceptPenalty;
}

/** Divides a gradient by the curvature of each class where all predictions are the classes' shares. */
function preconditioner(problem: Problem, width: number): (gradient: Float64Array) => Float64Array {
  const { design, target, weights, classes } = problem;
  const products = new Float64Array(width * width);
  addWeightedProducts(products, design, weights);
  const counts = new Float64Array(classes);
  for (const actual of target) counts[actual] = (counts[actual] as number) + 1;
  const divide = Array.from(counts, (count) => {
    const share = Math.max(1, count) / Math.max(1, target.length);
    const own = (share * (1 - share) * classes) / (classes - 1);
    const curvature = products.map((product) => own * product);
    for (let term = 0; term < width; term++) {
      const place = term * width + term;
      curvature[place] = (curvature[place] as number) + penaltyAt(problem, term);
    }
    const factor = width <= mostTermsTogether ? choleskyFactor(curvature, width) : undefined;
    return (part: Float64Array) =>
      factor === undefined
        ? part.map((value, term) => value / (curvature[term * width + term] as number))
        : choleskySolve(factor, part);
  });
  return (gradient) => {
    const divided = new Float64Array(gradient.length);
    divide.forEach((solve, output) => {
      divided.set(solve(gradient.subarray(output * width, (output + 1) * width)), output * width);
    });
    return divided;
  };
}

/** What is common to all classes moves no probability. */
function centred(point: Float64Array, classes: number, width: number): number[][] {
  const means = Array.from({ length: width }, (_, term) => {
    let sum = 0;
    for (let output = 0; output < classes; output++) sum += point[output * width + term] as number;
    return sum / classes;
  });
  return Array.from({ length: classes }, (_, output) =>
    means.map((mean, term) => (point[output * width + term] as number) - mean),
  );
}
