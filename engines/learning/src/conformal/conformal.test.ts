import { seededRandom } from "@causeway/kernel";
import { expect, it } from "vitest";
import { conformalInterval, fitConformalInterval } from "./conformal-interval.ts";
import { conformalQuantile } from "./conformal-quantile.ts";
import { conformalSet, fitConformalSet } from "./conformal-set.ts";

it("conformalQuantile() takes the rank that the proof asks for", () => {
  const scores = Array.from({ length: 9 }, (_, place) => place + 1);
  expect(conformalQuantile(scores, 0.9)).toBe(9);
  expect(conformalQuantile(scores, 0.8)).toBe(8);
  expect(conformalQuantile(scores, 0.95)).toBe(Number.POSITIVE_INFINITY);
});

it("conformalInterval() covers what it states, overall and in each segment, averaged over 50 splits", () => {
  const covered = { calm: 0, wild: 0 };
  const seen = { calm: 0, wild: 0 };
  let width = 0;
  for (let seed = 0; seed < 50; seed++) {
    const random = seededRandom(seed);
    const draw = () => {
      const segment = random() < 0.7 ? "calm" : "wild";
      const noise = (random() + random() + random() - 1.5) * (segment === "calm" ? 1 : 6);
      const predicted = random() * 10;
      return { segment, predicted, target: predicted + noise } as const;
    };
    const held = Array.from({ length: 500 }, draw);
    const fitted = fitConformalInterval(
      {
        low: Float64Array.from(held, (row) => row.predicted),
        high: Float64Array.from(held, (row) => row.predicted),
        target: Float64Array.from(held, (row) => row.target),
        segments: held.map((row) => row.segment),
      },
      0.9,
    );
    for (let row = 0; row < 500; row++) {
      const { segment, predicted, target } = draw();
      const bounds = conformalInterval(fitted, { low: predicted, high: predicted }, segment);
      seen[segment]++;
      if (bounds.low <= target && target <= bounds.high) covered[segment]++;
      width += (bounds.high - bounds.low) / 25_000;
    }
  }
  expect(Math.abs(covered.calm / seen.calm - 0.9)).toBeLessThan(0.015);
  expect(Math.abs(covered.wild / seen.wild - 0.9)).toBeLessThan(0.015);
  expect(width).toBeGreaterThan(1.6);
  expect(width).toBeLessThan(4.5);
});

it("fitConformalInterval() narrows bounds that are too wide", () => {
  const target = Float64Array.from({ length: 99 }, (_, row) => row);
  const fitted = fitConformalInterval(
    { low: target.map((y) => y - 10), high: target.map((y) => y + 10), target },
    0.9,
  );
  expect(fitted.widening).toBe(-10);
});

it("conformalSet() covers what it states with sets of sensible size, averaged over 50 splits", () => {
  let [covered, size] = [0, 0];
  for (let seed = 0; seed < 50; seed++) {
    const random = seededRandom(100 + seed);
    const draw = () => {
      const powers = [random() ** 3, random() ** 3, random() ** 3];
      const total = powers.reduce((sum, power) => sum + power, 0);
      const probabilities = powers.map((power) => power / total);
      const at = random();
      const target = at < (probabilities[0] ?? 0) ? 0 : at < 1 - (probabilities[2] ?? 0) ? 1 : 2;
      return { probabilities, target };
    };
    const held = Array.from({ length: 400 }, draw);
    const fitted = fitConformalSet(
      [0, 1, 2].map((output) => Float64Array.from(held, (row) => row.probabilities[output] ?? 0)),
      Float64Array.from(held, (row) => row.target),
      0.9,
    );
    for (let row = 0; row < 400; row++) {
      const { probabilities, target } = draw();
      const set = conformalSet(fitted, probabilities);
      covered += set.includes(target) ? 1 : 0;
      size += set.length;
    }
  }
  expect(Math.abs(covered / 20_000 - 0.9)).toBeLessThan(0.015);
  expect(size / 20_000).toBeGreaterThan(1.2);
  expect(size / 20_000).toBeLessThan(2.2);
});
