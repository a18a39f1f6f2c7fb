import { choleskyFactor, choleskySolve } from "@causeway/engine-statistics";
import type { Random } from "@causeway/kernel";
import type { TermGroup } from "./basis.ts";

/** Coefficients of an equation, and what the data leave open about them. */
export interface Posterior {
  readonly mean: Float64Array;
  /** Standard deviation of what the equation leaves over; 1 for a chance. */
  readonly deviation: number;
  /** Coefficients drawn from what the data leave open. */
  draw(random: Random): Float64Array;
}

export interface Design {
  /** Terms of all cases, row-major. */
  readonly terms: Float64Array;
  readonly groups: readonly TermGroup[];
  readonly target: Float64Array;
  /** One for each case; for a `chance` it counts the case, for a `number` it is one over its variance. */
  readonly weights?: Float64Array | undefined;
}

const rounds = 12;
const [loosest, tightest] = [1e-4, 2000];

/**
 * A penalised equation whose penalties (one a group of terms) are those that make the data most probable (MacKay
 * 1992), with the normal approximation of its posterior: intervals from it hold the error of smoothing as well as that
 * of sampling (Wahba 1983; Nychka 1988; Wood 2006). `number` has normal noise, `chance` is a logistic regression.
 */
export function fitByEvidence(design: Design, family: "number" | "chance"): Posterior {
  return family === "number" ? fitNumber(design) : fitChance(design);
}

function fitNumber({ terms, groups, target, weights }: Design): Posterior {
  const size = groups.length;
  const ones = weights ?? new Float64Array(target.length).fill(1);
  const gram = weightedGram(terms, size, ones);
  const right = weightedSum(
    terms,
    size,
    target.map((value, row) => value * (ones[row] as number)),
  );
  const total = target.reduce((sum, value, row) => sum + value * value * (ones[row] as number), 0);
  let variance = Math.max(total / target.length, 1e-300);
  let penalties = startingPenalties(groups, variance);
  let solved = solve(gram, right, penalties, variance);
  for (let round = 0; round < rounds; round++) {
    const { penalties: next, used } = renewed(solved, penalties, groups);
    const left = total - 2 * dot(solved.mean, right) + quadratic(gram, solved.mean);
    variance = Math.max(left, total * 1e-12, 1e-300) / Math.max(1, target.length - used);
    penalties = next;
    solved = solve(gram, right, penalties, variance);
  }
  return { ...posterior(solved), deviation: Math.sqrt(variance) };
}

function fitChance({ terms, groups, target, weights }: Design): Posterior {
  const size = groups.length;
  const counts = weights ?? new Float64Array(target.length).fill(1);
  let penalties = startingPenalties(groups, 1);
  let mean: Float64Array = new Float64Array(size);
  let solved: Solved | undefined;
  for (let round = 0; round < rounds + 6; round++) {
    const curvature = new Float64Array(target.length);
    const working = new Float64Array(target.length);
    for (let row = 0; row < target.length; row++) {
      let score = 0;
      for (let term = 0; term < size; term++)
        score += (terms[row * size + term] as number) * (mean[term] as number);
      const chance = 1 / (1 + Math.exp(-Math.min(Math.max(score, -30), 30)));
      const weight = Math.max(chance * (1 - chance), 1e-6);
      curvature[row] = weight * (counts[row] as number);
      working[row] = (counts[row] as number) * (weight * score + (target[row] as number) - chance);
    }
    const gram = weightedGram(terms, size, curvature);
    solved = solve(gram, weightedSum(terms, size, working), penalties, 1);
    mean = solved.mean;
    if (round >= 2 && round < rounds) penalties = renewed(solved, penalties, groups).penalties;
  }
  return { ...posterior(solved as Solved), deviation: 1 };
}

function startingPenalties(groups: readonly TermGroup[], variance: number): Float64Array {
  // A line is all but free; on the scale of the outcome.
  return Float64Array.from(groups, (group) => (group === 0 ? 1e-3 : 1) / variance);
}

interface Solved {
  readonly mean: Float64Array;
  /** The lower Cholesky factor of the precision. */
  readonly factor: Float64Array;
}

function solve(
  gram: Float64Array,
  right: Float64Array,
  penalties: Float64Array,
  variance: number,
): Solved {
  const size = right.length;
  const precision = gram.map((value) => value / variance);
  for (let term = 0; term < size; term++) {
    const at = term * size + term;
    precision[at] = (precision[at] as number) * (1 + 1e-10) + (penalties[term] as number);
  }
  const factor = choleskyFactor(precision, size);
  if (!factor) throw new RangeError("The terms of an equation cannot be told apart");
  return {
    factor,
    mean: choleskySolve(
      factor,
      right.map((value) => value / variance),
    ),
  };
}

/** MacKay's fixed point: as many coefficients as the data determine, over the sum of their squares. */
function renewed({ mean, factor }: Solved, penalties: Float64Array, groups: readonly TermGroup[]) {
  const variances = inverseDiagonal(factor, mean.length);
  const next = penalties.slice();
  let used = 0;
  for (const group of new Set(groups)) {
    let [determined, squares, penalty] = [0, 0, 0];
    for (const [term, of] of groups.entries()) {
      if (of !== group) continue;
      penalty = penalties[term] as number;
      determined += 1 - penalty * (variances[term] as number);
      squares += (mean[term] as number) ** 2;
    }
    used += determined;
    if (group === 0) continue;
    const wanted = Math.max(determined, 1e-3) / Math.max(squares, 1e-300);
    const value = Math.min(Math.max(wanted, penalty / 30, loosest), penalty * 30, tightest);
    for (const [term, of] of groups.entries()) if (of === group) next[term] = value;
  }
  return { penalties: next, used };
}

function posterior({ mean, factor }: Solved): Pick<Posterior, "mean" | "draw"> {
  const size = mean.length;
  return {
    mean,
    draw(random) {
      const drawn = Float64Array.from({ length: size }, () => normal(random));
      for (let row = size - 1; row >= 0; row--) {
        let sum = drawn[row] as number;
        for (let below = row + 1; below < size; below++)
          sum -= (factor[below * size + row] as number) * (drawn[below] as number);
        drawn[row] = sum / (factor[row * size + row] as number);
      }
      return drawn.map((value, term) => value + (mean[term] as number));
    },
  };
}

const normal = (random: Random) =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** The diagonal of (L Lᵀ)⁻¹: sums of squares of the columns of L⁻¹. */
function inverseDiagonal(factor: Float64Array, size: number): Float64Array {
  const result = new Float64Array(size);
  const column = new Float64Array(size);
  for (let start = 0; start < size; start++) {
    let squares = 0;
    for (let row = start; row < size; row++) {
      let sum = row === start ? 1 : 0;
      for (let inner = start; inner < row; inner++)
        sum -= (factor[row * size + inner] as number) * (column[inner] as number);
      const value = sum / (factor[row * size + row] as number);
      column[row] = value;
      squares += value * value;
    }
    result[start] = squares;
  }
  return result;
}

function weightedGram(terms: Float64Array, size: number, weights: Float64Array): Float64Array {
  const gram = new Float64Array(size * size);
  for (let row = 0; row < weights.length; row++) {
    const start = row * size;
    for (let i = 0; i < size; i++) {
      const left = (weights[row] as number) * (terms[start + i] as number);
      if (left === 0) continue;
      const at = i * size;
      for (let j = 0; j <= i; j++)
        gram[at + j] = (gram[at + j] as number) + left * (terms[start + j] as number);
    }
  }
  return gram;
}

function weightedSum(terms: Float64Array, size: number, values: Float64Array): Float64Array {
  const sums = new Float64Array(size);
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as number;
    for (let term = 0; term < size; term++)
      sums[term] = (sums[term] as number) + value * (terms[row * size + term] as number);
  }
  return sums;
}

const dot = (left: Float64Array, right: Float64Array) =>
  left.reduce((sum, value, place) => sum + value * (right[place] as number), 0);

/** xᵀ A x of a symmetric matrix of which only the lower triangle stands. */
function quadratic(matrix: Float64Array, vector: Float64Array): number {
  const size = vector.length;
  let sum = 0;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      const product =
        (matrix[row * size + column] as number) *
        (vector[row] as number) *
        (vector[column] as number);
      sum += column === row ? product : 2 * product;
    }
  }
  return sum;
}
