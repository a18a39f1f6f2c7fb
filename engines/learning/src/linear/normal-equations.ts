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
  for (let row = 0; row < design.rows; row++) {
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
