import { expect, it } from "vitest";
import {
  chiSquareUpper,
  fUpper,
  normalCumulative,
  normalUpper,
  studentTwoSided,
} from "./distributions.ts";
import { logGamma } from "./log-gamma.ts";

// Reference values: Abramowitz & Stegun, tables 26.1, 26.8, 26.9, 26.10; more digits and far tails from scipy 1.17's `sf` and `isf`.
it.each([
  [3.841458820694124, 1, 0.05],
  [5.991464547107979, 2, 0.05],
  [18.307038053275146, 10, 0.05],
  [124.34211340400407, 100, 0.05],
  [1460.11, 316, 3.3391704571877473e-146],
  [0.00393214, 1, 0.95],
])("chiSquareUpper(%f, %i) is %f", (statistic, degreesOfFreedom, expected) => {
  const value = chiSquareUpper(statistic, degreesOfFreedom);
  expect(value / expected).toBeCloseTo(1, 8);
});

it("chiSquareUpper() has no evidence without degrees of freedom", () => {
  expect(chiSquareUpper(5, 0)).toBe(1);
});

it.each([
  [0, 0.5],
  [1, 0.8413447460685429],
  [1.959963984540054, 0.975],
  [-2.575829303548901, 0.005],
])("normalCumulative(%f) is %f", (z, expected) => {
  expect(normalCumulative(z)).toBeCloseTo(expected, 12);
});

it("normalUpper() keeps its digits far out", () => {
  expect(normalUpper(10) / 7.61985302416047e-24).toBeCloseTo(1, 10);
});

it.each([
  [12.706204736174705, 1],
  [2.2281388519862753, 10],
  [1.9799304050824413, 120],
])("studentTwoSided(%f, %i) is .05", (t, degreesOfFreedom) => {
  expect(studentTwoSided(t, degreesOfFreedom)).toBeCloseTo(0.05, 12);
});

it.each([
  [4.964602743730711, 1, 10],
  [3.3258345304130112, 5, 10],
  [2.7140758041450765, 4, 28],
])("fUpper(%f, %i, %i) is .05", (statistic, between, within) => {
  expect(fUpper(statistic, between, within)).toBeCloseTo(0.05, 10);
});

it.each([
  [1, 0],
  [0.5, 0.5723649429247001],
  [10, 12.801827480081469],
  [1000, 5905.220423209181],
])("logGamma(%f) is %f", (x, expected) => {
  expect(logGamma(x)).toBeCloseTo(expected, 10);
});
