import { seededRandom } from "@causeway/kernel";
import fc from "fast-check";
import { expect, it } from "vitest";
import { missing } from "../comparators/comparator.ts";
import { estimatePrior, probabilityOf } from "./estimate-prior.ts";
import { expectationMaximisation } from "./expectation-maximisation.ts";
import { assumedM, type LevelProbabilities, monotoneWeights } from "./link-model.ts";

const planted: readonly LevelProbabilities[] = [
  { m: Float64Array.of(0.1, 0.2, 0.7), u: Float64Array.of(0.9, 0.08, 0.02) },
  { m: Float64Array.of(0.3, 0.7), u: Float64Array.of(0.85, 0.15) },
  { m: Float64Array.of(0.05, 0.15, 0.1, 0.7), u: Float64Array.of(0.7, 0.2, 0.09, 0.01) },
  { m: Float64Array.of(0.2, 0.8), u: Float64Array.of(0.95, 0.05) },
];

function draw(random: () => number, shares: Float64Array): number {
  let rest = random();
  for (const [level, share] of shares.entries()) {
    rest -= share;
    if (rest < 0) return level;
  }
  return shares.length - 1;
}

function simulate(size: number, lambda: number): Uint8Array {
  const random = seededRandom(11);
  const values = new Uint8Array(planted.length * size);
  for (let pair = 0; pair < size; pair++) {
    const isMatch = random() < lambda;
    for (const [place, { m, u }] of planted.entries()) {
      values[place * size + pair] = random() < 0.1 ? missing : draw(random, isMatch ? m : u);
    }
  }
  return values;
}

it("expectationMaximisation recovers the parameters that simulated pairs were drawn from", () => {
  const [size, lambda] = [40_000, 0.15];
  const values = simulate(size, lambda);
  const levels = planted.map(({ m }) => m.length);
  const found = expectationMaximisation(
    { size, levels, values },
    {
      start: levels.map((count) => ({
        m: assumedM(count),
        u: new Float64Array(count).fill(1 / count),
      })),
      lambda: 0.3,
      pseudoPairs: 1,
      rounds: 500,
    },
  );
  expect(found.lambda).toBeCloseTo(lambda, 2);
  const distance = (left: Float64Array = new Float64Array(4), right: Float64Array) =>
    Math.max(...right.map((share, level) => Math.abs(share - (left[level] ?? 0))));
  for (const [place, { m, u }] of planted.entries()) {
    expect(distance(found.fields[place]?.m, m)).toBeLessThan(0.02);
    expect(distance(found.fields[place]?.u, u)).toBeLessThan(0.02);
  }
});

it("assumedM sums to one and grows towards equality", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 12 }), (levels) => {
      const m = assumedM(levels);
      expect(m.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
      for (let level = 2; level < levels; level++)
        expect(m[level]).toBeGreaterThan(m[level - 1] ?? 1);
    }),
  );
});

it("monotoneWeights are log2 of m over u, and never fall towards equality", () => {
  const [first] = planted;
  if (first === undefined) throw new Error("planted");
  expect(monotoneWeights(first.m, first.u)[2]).toBeCloseTo(Math.log2(35), 12);
  const share = fc.double({ min: 0.001, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.array(fc.tuple(share, share), { minLength: 2, maxLength: 8 }), (levels) => {
      const [m, u] = [0, 1].map((side) => Float64Array.from(levels, (level) => level[side] ?? 0));
      if (m === undefined || u === undefined) throw new Error("two sides");
      const weights = monotoneWeights(m, u);
      for (let level = 1; level < weights.length; level++) {
        expect((weights[level] ?? 0) - (weights[level - 1] ?? 0)).toBeGreaterThan(-1e-9);
      }
    }),
  );
});

it("estimatePrior finds the share of matches, and probabilityOf is one half where evidence meets the prior", () => {
  const weights = Float64Array.from({ length: 1000 }, (_, place) => (place < 200 ? 30 : -10));
  const prior = estimatePrior(weights, 1e6);
  expect(prior).toBeCloseTo(200 / 1e6, 5);
  expect(probabilityOf(-Math.log2(prior / (1 - prior)), prior)).toBeCloseTo(0.5, 12);
});
