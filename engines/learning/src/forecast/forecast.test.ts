import { seededRandom } from "@causeway/kernel";
import { expect, it } from "vitest";
import { fitSmoothing, forecastSmoothing } from "./exponential-smoothing.ts";
import { simulateTotal } from "./simulate-total.ts";

it("forecastSmoothing() goes on with a season and follows a level", () => {
  const random = seededRandom(1);
  const truth = (month: number) => 100 + 20 * Math.sin((2 * Math.PI * month) / 12);
  const past = Array.from({ length: 60 }, (_, month) => truth(month) + random() - 0.5);
  const next = forecastSmoothing(fitSmoothing(past, 12), 12);
  next.forEach((value, step) => {
    expect(Math.abs(value - truth(60 + step))).toBeLessThan(4);
  });
  const jump = [...Array.from({ length: 20 }, () => 10), ...Array.from({ length: 20 }, () => 30)];
  expect(forecastSmoothing(fitSmoothing(jump), 1)[0]).toBeCloseTo(30, 0);
});

it("fitSmoothing() does without a season where it has not seen two, and refuses a single value", () => {
  expect(fitSmoothing([5, 6, 5, 6], 12).season).toEqual([]);
  expect(() => fitSmoothing([5])).toThrow(RangeError);
});

it("simulateTotal() has the exact mean and the spread of sums of independent deals", () => {
  const deals = Array.from({ length: 40 }, () => ({
    winProbability: 0.5,
    closing: [0.5, 0.25],
    amounts: [80, 120],
  }));
  const [first, second] = simulateTotal(deals, 2, { random: seededRandom(2), draws: 8_000 });
  expect(first?.mean).toBeCloseTo(40 * 0.25 * 100, -1.5);
  expect(second?.mean).toBeCloseTo(40 * 0.125 * 100, -1.5);
  // Variance of one deal in the first period: E[x²] − E[x]² = ¼·(80² + 120²)/2 − 25².
  const deviation = Math.sqrt(40 * (0.25 * 10_400 - 625));
  const width = (first?.high ?? 0) - (first?.low ?? 0);
  expect(width / (2 * 1.2816 * deviation)).toBeGreaterThan(0.9);
  expect(width / (2 * 1.2816 * deviation)).toBeLessThan(1.1);
});

it("simulateTotal() adds new business to every draw", () => {
  const [only] = simulateTotal([], 1, { random: seededRandom(3), newBusiness: () => 7 });
  expect(only).toEqual({ mean: 7, median: 7, low: 7, high: 7 });
});
