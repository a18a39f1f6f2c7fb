import type { SparseDesign } from "./sparse-design.ts";

/**
 * Adds Σ weight·x xᵀ of all rows to the lower triangle of `matrix` (row-major, terms + 1 wide; the last term is the intercept).
 * Costs the square of a row's non-zero cells, not of all terms.
 */
export function addWeightedProducts(
  matrix: Float64Array,
  design: SparseDesign,
  weights: Float64Array,
): void {
  const size = design.terms + 1;
  const last = design.terms * size;
  const { offsets, indices, values } = design;
  const isDense = values.length === design.rows * design.terms;
  const first = isDense ? addDenseProducts(matrix, design, weights) : 0;
  for (let row = first; row < design.rows; row++) {
    const weight = weights[row] as number;
    const end = offsets[row + 1] as number;
    for (let at = offsets[row] as number; at < end; at++) {
      const index = indices[at] as number;
      const product = weight * (values[at] as number);
      // Indices of a row ascend, so `other ≤ index` stays in the lower triangle.
      for (let other = offsets[row] as number; other <= at; other++) {
        const place = index * size + (indices[other] as number);
        matrix[place] = (matrix[place] as number) + product * (values[other] as number);
      }
      matrix[last + index] = (matrix[last + index] as number) + product;
    }
    matrix[last + design.terms] = (matrix[last + design.terms] as number) + weight;
  }
}

/**
 * The same for rows that have every term, four at a time, so that each cell of the matrix is fetched once for four rows.
 * Returns the first row that is left over.
 */
function addDenseProducts(
  matrix: Float64Array,
  { rows, terms, values }: SparseDesign,
  weights: Float64Array,
): number {
  const size = terms + 1;
  const last = terms * size;
  const whole = rows - (rows % 4);
  for (let row = 0; row < whole; row += 4) {
    const [a, b, c, d] = [row * terms, (row + 1) * terms, (row + 2) * terms, (row + 3) * terms];
    for (let term = 0; term < terms; term++) {
      const wa = (weights[row] as number) * (values[a + term] as number);
      const wb = (weights[row + 1] as number) * (values[b + term] as number);
      const wc = (weights[row + 2] as number) * (values[c + term] as number);
      const wd = (weights[row + 3] as number) * (values[d + term] as number);
      const start = term * size;
      for (let other = 0; other <= term; other++) {
        matrix[start + other] =
          (matrix[start + other] as number) +
          wa * (values[a + other] as number) +
          wb * (values[b + other] as number) +
          wc * (values[c + other] as number) +
          wd * (values[d + other] as number);
      }
      matrix[last + term] = (matrix[last + term] as number) + wa + wb + wc + wd;
    }
    for (let at = row; at < row + 4; at++) {
      matrix[last + terms] = (matrix[last + terms] as number) + (weights[at] as number);
    }
  }
  return whole;
}

/** Adds Σ factor·x of all rows to `vector` (terms + 1 long; the last entry is the intercept's). */
export function addWeightedRows(
  vector: Float64Array,
  design: SparseDesign,
  factors: Float64Array,
): void {
  const { offsets, indices, values } = design;
  for (let row = 0; row < design.rows; row++) {
    const factor = factors[row] as number;
    const end = offsets[row + 1] as number;
    for (let at = offsets[row] as number; at < end; at++) {
      const index = indices[at] as number;
      vector[index] = (vector[index] as number) + factor * (values[at] as number);
    }
    vector[design.terms] = (vector[design.terms] as number) + factor;
  }
}

/** x·coefficients + intercept of every row; the intercept is the last coefficient. */
export function linearScores(design: SparseDesign, coefficients: Float64Array): Float64Array {
  const { offsets, indices, values } = design;
  const scores = new Float64Array(design.rows);
  const intercept = coefficients[design.terms] as number;
  for (let row = 0; row < design.rows; row++) {
    let sum = intercept;
    const end = offsets[row + 1] as number;
    for (let at = offsets[row] as number; at < end; at++) {
      sum += (values[at] as number) * (coefficients[indices[at] as number] as number);
    }
    scores[row] = sum;
  }
  return scores;
}
