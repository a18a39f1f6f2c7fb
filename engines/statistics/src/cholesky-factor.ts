/**
 * The lower Cholesky factor L of a symmetric positive definite matrix A = L Lᵀ.
 * `matrix` is row-major, size × size; only its lower triangle is read. Returns undefined where A is not positive definite.
 * Source: Golub & Van Loan, Matrix Computations, 4th ed., algorithm 4.2.1.
 */
export function choleskyFactor(matrix: Float64Array, size: number): Float64Array | undefined {
  const factor = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row * size + column] as number;
      for (let inner = 0; inner < column; inner++) {
        sum -= (factor[row * size + inner] as number) * (factor[column * size + inner] as number);
      }
      if (row === column) {
        if (!(sum > 0)) return undefined;
        factor[row * size + row] = Math.sqrt(sum);
      } else {
        factor[row * size + column] = sum / (factor[column * size + column] as number);
      }
    }
  }
  return factor;
}
