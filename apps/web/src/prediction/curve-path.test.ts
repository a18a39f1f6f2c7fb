import { expect, it } from "vitest";
import { curvePath, daysOfHalf } from "./curve-path.ts";

const point = (days: number, share: number) => ({ days, share, low: share, high: share });

it("daysOfHalf() finds the day between two points on which the chance is even", () => {
  expect(daysOfHalf([point(10, 0.2), point(20, 0.4), point(30, 0.8)])).toBeCloseTo(22.5, 9);
  expect(daysOfHalf([point(10, 1)])).toBe(5);
  expect(daysOfHalf([point(10, 0.2), point(20, 0.4)])).toBeUndefined();
});

it("curvePath() goes through all places", () => {
  expect(
    curvePath([
      [0, 1],
      [2.04, 3],
    ]),
  ).toBe("M0.0 1.0L2.0 3.0");
  expect(curvePath([[5, 5]], "L")).toBe("L5.0 5.0");
});
