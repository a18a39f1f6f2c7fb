import { seededRandom } from "@causeway/kernel";
import { expect, it } from "vitest";
import { numericColumn } from "../dataset/column-from-values.ts";
import { tellsInSpan } from "./tells-in-span.ts";

const rows = 2_400;
const times = Float64Array.from({ length: rows }, (_, row) => row);

/** A column that agrees with the outcome as often as `agrees` says at each share of time. */
function simulate(seed: number, agrees: (share: number) => number) {
  const random = seededRandom(seed);
  const target = Float64Array.from({ length: rows }, () => (random() < 0.4 ? 1 : 0));
  const column = numericColumn(
    "note",
    Array.from(target, (outcome, row) =>
      random() < agrees(row / rows) ? outcome + 0.2 * random() : 1 - outcome + 0.2 * random(),
    ),
  );
  return tellsInSpan(column, target, times);
}

const seeds = Array.from({ length: 100 }, (_, seed) => seed);

it("tellsInSpan() finds a weak leak of one span, whose column tells next to nothing as a whole", () => {
  const quarter = seeds.filter((seed) =>
    simulate(seed, (t) => (t >= 0.5 && t < 0.75 ? 0.75 : 0.5)),
  );
  expect(quarter.length).toBeGreaterThan(90);
  const tenth = seeds.filter((seed) => simulate(seed, (t) => (t >= 0.3 && t < 0.4 ? 0.85 : 0.5)));
  expect(tenth.length).toBeGreaterThan(90);
  const between = seeds.filter((seed) => simulate(seed, (t) => (t >= 0.4 && t < 0.6 ? 0.8 : 0.5)));
  expect(between.length).toBeGreaterThan(90);
  const { from, to, inside, elsewhere } = simulate(1, (t) => (t < 0.25 ? 0.8 : 0.5)) ?? {};
  expect([from, to]).toEqual([0, 0.25]);
  expect(inside).toBeGreaterThan(0.15);
  expect(elsewhere).toBeLessThan(0.02);
});

it("tellsInSpan() lets honest columns be: strong ones, weak ones, ones that fade, turn round or come later", () => {
  const honest: Readonly<Record<string, (share: number) => number>> = {
    nothing: () => 0.5,
    weak: () => 0.58,
    strong: () => 0.85,
    fading: (t) => 0.75 - 0.2 * t,
    turning: (t) => (t < 0.6 ? 0.7 : 0.3),
    "better from the middle on": (t) => (t < 0.5 ? 0.5 : 0.7),
  };
  for (const [name, agrees] of Object.entries(honest)) {
    const found = seeds.filter((seed) => simulate(seed, agrees));
    expect([name, found.length]).toEqual([name, 0]);
  }
  const random = seededRandom(9);
  const target = Float64Array.from({ length: rows }, () => (random() < 0.4 ? 1 : 0));
  const late = numericColumn(
    "new field",
    Array.from(target, (outcome, row) => (row < 1_800 ? null : outcome + 2 * random())),
  );
  expect(tellsInSpan(late, target, times)).toBeUndefined();
});
