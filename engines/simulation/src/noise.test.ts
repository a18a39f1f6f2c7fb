import { expect, it } from "vitest";
import { createNoise, noiseStream } from "./noise.ts";

const STREAM = noiseStream("test");

it("noise.uniform() is uniform over entities and over indices", () => {
  const noise = createNoise(1);
  for (const draw of [
    (index: number) => noise.uniform(STREAM, index),
    (index: number) => noise.uniform(STREAM, 3, index),
  ]) {
    const counts = new Array<number>(20).fill(0);
    for (let index = 0; index < 100_000; index++) {
      const bin = Math.floor(draw(index) * 20);
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    const chiSquare = counts.reduce((sum, count) => sum + (count - 5000) ** 2 / 5000, 0);
    expect(chiSquare).toBeLessThan(43.8); // 99.9 % quantile, 19 degrees of freedom
  }
});

it("noise.uniform() does not depend on what was drawn before", () => {
  const left = createNoise(7);
  const right = createNoise(7);
  left.uniform(STREAM, 1, 1);
  left.normal(STREAM, 2, 2);
  expect(left.uniform(STREAM, 5, 6)).toBe(right.uniform(STREAM, 5, 6));
});

it("noise.normal() has mean 0, variance 1 and no serial correlation", () => {
  const noise = createNoise(2);
  const values = Array.from({ length: 50_000 }, (_, index) => noise.normal(STREAM, 1, index));
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + value ** 2, 0) / values.length;
  const serial =
    values.slice(1).reduce((sum, value, index) => sum + value * (values[index] ?? 0), 0) /
    values.length;
  expect(Math.abs(mean)).toBeLessThan(0.015);
  expect(Math.abs(variance - 1)).toBeLessThan(0.025);
  expect(Math.abs(serial)).toBeLessThan(0.015);
});

it("noise.poisson() has the rate as mean and variance, and grows with the rate for the same noise", () => {
  const noise = createNoise(3);
  const values = Array.from({ length: 50_000 }, (_, index) => noise.poisson(2.5, STREAM, 1, index));
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  expect(Math.abs(mean - 2.5)).toBeLessThan(0.03);
  expect(Math.abs(variance - 2.5)).toBeLessThan(0.1);
  values.forEach((value, index) => {
    expect(noise.poisson(3, STREAM, 1, index)).toBeGreaterThanOrEqual(value);
  });
});

it("createNoise() with a branch redraws the future and keeps the past", () => {
  const fact = createNoise(4);
  const branch = createNoise(4, { fromDay: 10, seed: 99 });
  expect(branch.uniform(STREAM, 1, 500, 9)).toBe(fact.uniform(STREAM, 1, 500, 9));
  expect(branch.uniform(STREAM, 1, 500, 10)).not.toBe(fact.uniform(STREAM, 1, 500, 10));
});
