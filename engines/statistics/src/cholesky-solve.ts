/** Solves A x = b given the lower Cholesky factor of A (row-major, size × size, from `choleskyFactor`). */
export function choleskySolve(factor: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  const solution = Float64Array.from(right);
  for (let row = 0; row < size; row++) {
    let sum = solution[row] as number;
    for (let inner = 0; inner < row; inner++) {
      sum -= (factor[row * size + inner] as number) * (solution[inner] as number);
    }
    solution[row] = sum / (factor[row * size + row] as number);
  }
  for (let row = size - 1; row >= 0; row--) {
    let sum = solution[row] as number;
    for (let inner = row + 1; inner < size; inner++) {
      sum -= (factor[inner * size + row] as number) * (solution[inner] as number);
    }
    solution[row] = sum / (factor[row * size + row] as number);
  }
  return solution;
}
