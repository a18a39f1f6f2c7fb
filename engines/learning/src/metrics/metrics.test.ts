import { seededRandom } from "@causeway/kernel";
import { expect, it } from "vitest";
import { areaUnderRoc, countedAreaUnderRoc } from "./area-under-roc.ts";
import { averagePrecision } from "./average-precision.ts";
import { binaryMetrics, topLift } from "./binary-metrics.ts";
import { bootstrapCountsInterval, bootstrapInterval } from "./bootstrap-interval.ts";
import { concordance } from "./concordance.ts";
import { regressionMetrics } from "./regression-metrics.ts";

const floats = (...values: number[]) => Float64Array.from(values);

it("areaUnderRoc() counts pairs, ties half", () => {
  expect(areaUnderRoc(floats(0.1, 0.4, 0.35, 0.8), floats(0, 0, 1, 1))).toBe(0.75);
  expect(areaUnderRoc(floats(1, 1, 1), floats(0, 1, 1))).toBe(0.5);
  expect(areaUnderRoc(floats(1, 2), floats(1, 1))).toBeNaN();
});

it("averagePrecision() agrees with the worked example of scikit-learn's documentation", () => {
  const value = averagePrecision(floats(0.1, 0.4, 0.35, 0.8), floats(0, 0, 1, 1));
  expect(value).toBeCloseTo(0.8333333, 6);
});

it("binaryMetrics() computes each score by its definition", () => {
  const metrics = binaryMetrics(floats(0.2, 0.6, 0.9, 0.4), floats(0, 0, 1, 1));
  expect(metrics.accuracy).toBe(0.5);
  expect(metrics.brier).toBeCloseTo((0.04 + 0.36 + 0.01 + 0.36) / 4, 12);
  expect(metrics.logLoss).toBeCloseTo(
    -(Math.log(0.8) + Math.log(0.4) + Math.log(0.9) + Math.log(0.4)) / 4,
    12,
  );
  expect(metrics.ece).toBeCloseTo((0.2 + 0.6 + 0.1 + 0.6) / 4, 12);
  expect(metrics.baseRate).toBe(0.5);
});

it("topLift() is the rate at the top over the rate of all", () => {
  const scores = Float64Array.from({ length: 100 }, (_, row) => row);
  const target = scores.map((score) => (score >= 95 || score < 15 ? 1 : 0));
  expect(topLift(scores, target)).toBeCloseTo(0.5 / 0.2, 12);
});

it("regressionMetrics() computes each score by its definition", () => {
  const metrics = regressionMetrics(floats(1, 3, 5), floats(2, 3, 4));
  expect(metrics.mae).toBeCloseTo(2 / 3, 12);
  expect(metrics.rmse).toBeCloseTo(Math.sqrt(2 / 3), 12);
  expect(metrics.r2).toBeCloseTo(0, 12);
  expect(metrics.wape).toBeCloseTo(2 / 9, 12);
});

it("concordance() leaves out pairs whose order is unknown", () => {
  const value = concordance(floats(3, 2, 1), floats(1, 2, 3), floats(1, 0, 1));
  expect(value).toBe(1);
  expect(concordance(floats(1, 2, 3), floats(1, 2, 3), floats(1, 1, 1))).toBe(0);
  // Who was still there at the time of an event outlived it.
  expect(concordance(floats(2, 1), floats(5, 5), floats(1, 0))).toBe(1);
  expect(concordance(floats(2, 1), floats(5, 5), floats(1, 1))).toBeNaN();
});

it("bootstrapInterval() covers the true score about as often as it says, and repeats by seed", () => {
  const random = seededRandom(4);
  let covered = 0;
  for (let trial = 0; trial < 50; trial++) {
    const target = Float64Array.from({ length: 200 }, () => (random() < 0.5 ? 1 : 0));
    const scores = target.map((value) => value * 0.5 + random());
    const options = { random: seededRandom(trial), repetitions: 100 };
    const interval = bootstrapInterval(scores, target, areaUnderRoc, options);
    if (interval.low <= 0.875 && 0.875 <= interval.high) covered++;
  }
  expect(covered).toBeGreaterThanOrEqual(43);
  expect(covered).toBeLessThan(50);
});

it("bootstrapCountsInterval() gives with countedAreaUnderRoc() what drawing the rows themselves gives, ties included", () => {
  const random = seededRandom(5);
  const target = Float64Array.from({ length: 120 }, () => (random() < 0.3 ? 1 : 0));
  const scores = target.map((value) => Math.round(4 * (value * 0.5 + random())));
  const groups = Int32Array.from(target.keys(), (row) => row % 50);
  const options = () => ({ random: seededRandom(6), repetitions: 60, groups });
  const counted = countedAreaUnderRoc(scores, target);
  expect(counted(new Int32Array(120).fill(1))).toBe(areaUnderRoc(scores, target));
  expect(counted(new Int32Array(120))).toBeNaN();
  expect(bootstrapCountsInterval(120, counted, options())).toEqual(
    bootstrapInterval(scores, target, areaUnderRoc, options()),
  );
});

it("bootstrapInterval() is wider when rows of one group are drawn together", () => {
  const random = seededRandom(5);
  const base = Array.from({ length: 40 }, () => (random() < 0.5 ? 1 : 0));
  const target = Float64Array.from({ length: 400 }, (_, row) => base[row % 40] ?? 0);
  const noise = Array.from({ length: 40 }, () => random());
  const scores = target.map((value, row) => value * 0.5 + (noise[row % 40] ?? 0));
  const groups = Int32Array.from({ length: 400 }, (_, row) => row % 40);
  const width = (options: { groups?: Int32Array }) => {
    const all = { random: seededRandom(1), repetitions: 200, ...options };
    const { low, high } = bootstrapInterval(scores, target, areaUnderRoc, all);
    return high - low;
  };
  expect(width({ groups })).toBeGreaterThan(2 * width({}));
});
