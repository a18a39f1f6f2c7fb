import { seededRandom } from "@causeway/kernel";
import { expect, it } from "vitest";
import { groupedFolds, purgedFolds, stratifiedFolds, thinned, timeOrderedFolds } from "./folds.ts";

it("stratifiedFolds() judges every row once and keeps the class shares", () => {
  const target = Float64Array.from({ length: 103 }, (_, row) => (row % 10 === 0 ? 1 : 0));
  const folds = stratifiedFolds(target, 5, seededRandom(1));
  expect(folds.flatMap((fold) => [...fold.test]).sort((a, b) => a - b)).toEqual([...target.keys()]);
  for (const { train, test } of folds) {
    expect(train.length + test.length).toBe(103);
    const positives = test.reduce((sum, row) => sum + (target[row] ?? 0), 0);
    expect(positives).toBeGreaterThanOrEqual(2);
    expect(positives).toBeLessThanOrEqual(3);
  }
});

it("groupedFolds() never lets a group stand on both sides", () => {
  const groups = Int32Array.from({ length: 200 }, (_, row) => Math.floor(Math.sqrt(row)));
  for (const { train, test } of groupedFolds(groups, 4, seededRandom(2))) {
    const learned = new Set([...train].map((row) => groups[row]));
    expect([...test].some((row) => learned.has(groups[row]))).toBe(false);
    expect(test.length).toBeGreaterThan(35);
  }
});

it("timeOrderedFolds() learns from the past alone, ties together, and keeps the gap", () => {
  const random = seededRandom(3);
  const times = Float64Array.from({ length: 300 }, () => Math.floor(random() * 60));
  const folds = timeOrderedFolds(times, 5, 2);
  expect(folds).toHaveLength(5);
  for (const { train, test } of folds) {
    const latest = Math.max(...[...train].map((row) => times[row] ?? 0));
    const earliest = Math.min(...[...test].map((row) => times[row] ?? 0));
    expect(earliest - latest).toBeGreaterThanOrEqual(2);
  }
});

it("purgedFolds() learns from no outcome that reaches into the judged time, and drops folds that are left with nothing", () => {
  const random = seededRandom(4);
  const times = Float64Array.from({ length: 600 }, (_, row) => row);
  const ends = times.map((time) => time + 60 + 90 * random());
  const folds = purgedFolds(times, ends, 5);
  expect(folds.length).toBe(4);
  for (const { train, test } of folds) {
    const begin = Math.min(...[...test].map((row) => times[row] ?? 0));
    expect(Math.max(...[...train].map((row) => ends[row] ?? 0))).toBeLessThanOrEqual(begin);
    expect(train.length).toBeGreaterThanOrEqual(30);
  }
  const plain = timeOrderedFolds(times, 5).at(-1);
  const last = folds.at(-1);
  expect(last?.test).toEqual(plain?.test);
  expect(last?.train.length).toBeLessThan(plain?.train.length ?? 0);
});

it("thinned() draws rows without replacement, in their order, each as often, and leaves fewer alone", () => {
  const rows = Uint32Array.from({ length: 40 }, (_, place) => 3 * place);
  expect(thinned(rows, 40, seededRandom(1))).toBe(rows);
  const random = seededRandom(1);
  const met = new Map<number, number>();
  for (let draw = 0; draw < 400; draw++) {
    const kept = thinned(rows, 10, random);
    expect(new Set(kept).size).toBe(10);
    expect([...kept]).toEqual([...kept].sort((a, b) => a - b));
    for (const row of kept) met.set(row, (met.get(row) ?? 0) + 1);
  }
  // A hundred times on average, 8.7 being a standard deviation.
  expect(Math.min(...met.values())).toBeGreaterThan(65);
  expect(Math.max(...met.values())).toBeLessThan(135);
  expect([...met.keys()].every((row) => row % 3 === 0)).toBe(true);
});
