import { choleskyFactor, choleskySolve } from "@causeway/engine-statistics";

/** The lower triangle, row by row, of the inverse of a symmetric positive definite matrix; empty where it is singular. */
export function packedInverse(matrix: Float64Array, size: number): number[] {
  const factor = choleskyFactor(matrix, size);
  if (factor === undefined) return [];
  const packed: number[] = [];
  for (let row = 0; row < size; row++) {
    const unit = new Float64Array(size);
    unit[row] = 1;
    const solved = choleskySolve(factor, unit);
    for (let column = 0; column <= row; column++) packed.push(solved[column] as number);
  }
  return packed;
}

/** x M xᵀ for the row of a packed symmetric matrix M; `indices` ascend. */
export function packedQuadratic(
  packed: readonly number[],
  indices: readonly number[],
  values: readonly number[],
): number {
  let sum = 0;
  indices.forEach((row, at) => {
    const start = (row * (row + 1)) / 2;
    for (let other = 0; other <= at; other++) {
      const product =
        (values[at] ?? 0) * (values[other] ?? 0) * (packed[start + (indices[other] ?? 0)] ?? 0);
      sum += other === at ? product : 2 * product;
    }
  });
  return sum;
}
