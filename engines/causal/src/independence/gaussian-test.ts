import { chiSquareUpper, normalQuantile, normalUpper } from "@causeway/engine-statistics";
import type { Correlations, CovarianceSource } from "../data/covariance-source.ts";
import type { IndependenceTest, TestResult } from "./independence-test.ts";
import { collinear, partialCorrelator } from "./partial-correlation.ts";

export interface GaussianOptions {
  readonly alpha: number;
  /** `keep`: too few rows for the dimensions at hand is "not enough data"; `independent`: test anyway. */
  readonly sparse: "keep" | "independent";
  /**
   * The share of the rows that is independent information: 1 for data, about ½ for a bootstrap sample, whose repeated
   * rows would otherwise make independent variables look dependent.
   */
  readonly information?: number;
}

/**
 * Fisher's z of the partial correlation where both variables have one dimension (Fisher 1924; Anderson 2003,
 * section 4.3.3); otherwise the likelihood ratio of two Gaussian blocks, n − ½(p + q + 2k + 3) times −ln of the
 * ratio of determinants, chi-square with p·q degrees of freedom (Bartlett's correction; Anderson 2003, section 9.4): with
 * indicators for categories this is the degenerate Gaussian test for mixed data (Andrews et al. 2019).
 * Collinear conditioning variables are handled by a pivoted factorisation: what adds nothing is left out.
 */
export function gaussianTest(source: CovarianceSource, options: GaussianOptions): IndependenceTest {
  const { whole, names } = source;
  if (whole && source.dimensions.every((count) => count === 1)) {
    return { names, pair: partialCorrelations(whole, names.length, options) };
  }
  return {
    names,
    pair(x, y) {
      return (given) => {
        const variables = [...given, x, y];
        const { matrix, rows } = source.correlation(variables);
        const sizes = variables.map((variable) => source.dimensions[variable] ?? 1);
        const [p = 1, q = 1] = sizes.slice(-2);
        const conditioning = sizes.slice(0, -2).reduce((sum, size) => sum + size, 0);
        const information = rows * (options.information ?? 1);
        return judge({ matrix, rows: information, p, q, conditioning }, options);
      };
    },
  };
}

const notEnoughData: TestResult = { outcome: "not-enough-data", pValue: Number.NaN };

function enoughRows(
  rows: number,
  conditioning: number,
  tested: number,
  sparse: GaussianOptions["sparse"],
): boolean {
  const dimensions = conditioning + tested;
  return rows - dimensions - 1 > 0 && (sparse === "independent" || rows >= 5 * dimensions);
}

/** The path for one dimension each: closed forms on the whole matrix, the p-value only for who wants it. */
function partialCorrelations(
  { matrix, rows: weight }: Correlations,
  size: number,
  { alpha, sparse, information = 1 }: GaussianOptions,
): IndependenceTest["pair"] {
  const rows = weight * information;
  const partial = partialCorrelator(matrix, size);
  const critical = -normalQuantile(alpha / 2);
  return (x, y) => (given) => {
    if (!enoughRows(rows, given.length, 2, sparse)) return notEnoughData;
    const correlation = partial(x, y, given);
    const scale = Math.sqrt(Math.max(0, rows - given.length - 3));
    const independent = Math.abs(correlation) < Math.tanh(critical / scale);
    return {
      outcome: independent ? "independent" : "dependent",
      pValue: fisherZ(correlation, scale),
    };
  };
}

interface Blocks {
  /** Correlations of conditioning dimensions, then x's, then y's. */
  readonly matrix: Float64Array;
  readonly rows: number;
  readonly p: number;
  readonly q: number;
  readonly conditioning: number;
}

function judge(blocks: Blocks, { alpha, sparse }: GaussianOptions): TestResult {
  const { rows, p, q, conditioning } = blocks;
  if (!enoughRows(rows, conditioning, p + q, sparse)) return notEnoughData;
  if (p === 0 || q === 0) return { outcome: "independent", pValue: 1 };
  const residual = residualCorrelation(blocks);
  const pValue =
    p === 1 && q === 1
      ? fisherZ(residualOf(residual), Math.sqrt(rows - conditioning - 3))
      : likelihoodRatio(residual, blocks);
  return { outcome: pValue > alpha ? "independent" : "dependent", pValue };
}

/** Covariance of the x and y dimensions after the conditioning ones were regressed out, row-major (p + q)². */
function residualCorrelation({ matrix, p, q, conditioning }: Blocks): Float64Array {
  const size = conditioning + p + q;
  const work = Float64Array.from(matrix);
  for (let pivot = 0; pivot < conditioning; pivot++) {
    const diagonal = work[pivot * size + pivot] as number;
    if (diagonal < collinear) continue;
    for (let row = pivot + 1; row < size; row++) {
      const factor = (work[row * size + pivot] as number) / diagonal;
      if (factor === 0) continue;
      for (let column = pivot + 1; column < size; column++) {
        const index = row * size + column;
        work[index] = (work[index] as number) - factor * (work[pivot * size + column] as number);
      }
    }
  }
  const result = new Float64Array((p + q) ** 2);
  for (let row = 0; row < p + q; row++) {
    for (let column = 0; column < p + q; column++) {
      result[row * (p + q) + column] = work[
        (conditioning + row) * size + conditioning + column
      ] as number;
    }
  }
  return result;
}

/** The residual correlation of one dimension with another; 0 where nothing is left of either. */
function residualOf([xx = 0, xy = 0, , yy = 0]: Float64Array): number {
  return xx < collinear || yy < collinear ? 0 : xy / Math.sqrt(xx * yy);
}

function fisherZ(correlation: number, scale: number): number {
  if (Math.abs(correlation) > 1 - 1e-12) return 0;
  return 2 * normalUpper(scale * Math.abs(Math.atanh(correlation)));
}

function likelihoodRatio(residual: Float64Array, { rows, p, q, conditioning }: Blocks): number {
  // Left dimensions first: what they leave of the right ones is the rest of the whole determinant.
  const whole = logDeterminants(residual, p + q, 0, p);
  const right = logDeterminants(residual, p + q, p, p + q);
  const ranks = { left: whole.first.rank, right: right.all.rank };
  if (ranks.left === 0 || ranks.right === 0) return 1;
  if (whole.all.rank < ranks.left + ranks.right) return 0;
  const scale = rows - 1 - conditioning - (ranks.left + ranks.right + 1) / 2;
  const statistic = Math.max(0, scale * (whole.first.value + right.all.value - whole.all.value));
  return chiSquareUpper(statistic, ranks.left * ranks.right);
}

/**
 * Log determinants of the dimensions from `start` on, of those before `middle` and of all, over the dimensions that add something,
 * and how many these are: one elimination of the lower triangle.
 */
function logDeterminants(matrix: Float64Array, size: number, start: number, middle: number) {
  const work = matrix.slice();
  let [value, rank] = [0, 0];
  let first = { value, rank };
  for (let pivot = start; pivot < size; pivot++) {
    const diagonal = work[pivot * size + pivot] as number;
    if (diagonal >= 1e-10) {
      value += Math.log(diagonal);
      rank++;
      for (let row = pivot + 1; row < size; row++) {
        const factor = (work[row * size + pivot] as number) / diagonal;
        for (let column = pivot + 1; column <= row && factor !== 0; column++) {
          const at = row * size + column;
          work[at] = (work[at] as number) - factor * (work[column * size + pivot] as number);
        }
      }
    }
    if (pivot === middle - 1) first = { value, rank };
  }
  return { first, all: { value, rank } };
}
