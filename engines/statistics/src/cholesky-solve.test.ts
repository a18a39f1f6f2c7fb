import { expect, it } from "vitest";
import { choleskyFactor } from "./cholesky-factor.ts";
import { choleskySolve } from "./cholesky-solve.ts";

const matrix = Float64Array.from([4, 12, -16, 12, 37, -43, -16, -43, 98]);

it("choleskyFactor() gives the textbook factor", () => {
  expect(Array.from(choleskyFactor(matrix, 3) ?? [])).toEqual([2, 0, 0, 6, 1, 0, -8, 5, 3]);
});

it("choleskyFactor() is undefined where the matrix is not positive definite", () => {
  expect(choleskyFactor(Float64Array.from([1, 2, 2, 1]), 2)).toBeUndefined();
});

it("choleskySolve() solves the system", () => {
  const factor = choleskyFactor(matrix, 3) ?? new Float64Array(9);
  const solution = choleskySolve(factor, Float64Array.from([0, 6, 39]));
  const back = [0, 1, 2].map((row) =>
    [0, 1, 2].reduce(
      (sum, column) => sum + (matrix[row * 3 + column] ?? 0) * (solution[column] ?? 0),
      0,
    ),
  );
  expect(back[0]).toBeCloseTo(0, 9);
  expect(back[1]).toBeCloseTo(6, 9);
  expect(back[2]).toBeCloseTo(39, 9);
});
