import { seededRandom } from "@causeway/kernel";
import { expect, it } from "vitest";
import { fitSmoothing, forecastSmoothing } from "./exponential-smoothing.ts";
import { simulateRollUp } from "./simulate-roll-up.ts";
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

it("simulateRollUp() tells groups apart, and the interval of a sum is narrower than the sum of intervals", () => {
  const deals = Array.from({ length: 60 }, (_, number) => ({
    group: number % 2,
    winProbability: 0.4,
    closing: [0.6, 0.4],
    amounts: [number % 2 === 0 ? 100 : 10],
  }));
  const options = { random: seededRandom(4), groups: 2, periods: 2, draws: 6_000 };
  const { cells, groups, periods, total } = simulateRollUp(deals, options);
  expect(cells[0]?.[0]?.mean).toBeCloseTo(30 * 0.4 * 0.6 * 100, -1.7);
  expect(groups[1]?.mean).toBeCloseTo(30 * 0.4 * 10, -0.5);
  expect(total.mean).toBeCloseTo((periods[0]?.mean ?? 0) + (periods[1]?.mean ?? 0), 6);
  const width = ({ low, high }: { low: number; high: number }) => high - low;
  const apart = periods.reduce((sum, period) => sum + width(period), 0);
  expect(width(total)).toBeLessThan(0.9 * apart);
});

it("simulateRollUp() widens a sum by what moves all groups at once", () => {
  const options = { random: seededRandom(5), groups: 2, periods: 1, draws: 4_000 };
  const joint = simulateRollUp([], {
    ...options,
    newBusiness: (random) => {
      const shock = 100 * random();
      return [shock, shock];
    },
  });
  const apart = simulateRollUp([], {
    ...options,
    newBusiness: (random) => [100 * random(), 100 * random()],
  });
  const width = ({ low, high }: { low: number; high: number }) => high - low;
  expect(width(joint.total)).toBeCloseTo(160, -1);
  expect(width(apart.total)).toBeLessThan(0.8 * width(joint.total));
});
