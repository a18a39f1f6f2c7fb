import { expect, it } from "vitest";
import { judgePairs, keyOf, truthOfKeys, truthOfPairs } from "./truth.ts";

const rows = (...values: number[]) => Int32Array.from(values);

it("truthOfKeys counts pairs within a table, and across two; an empty key is alone", () => {
  const keys = ["a", "a", "b", "", "", "a"];
  expect(truthOfKeys(keys).pairs).toBe(3);
  const across = truthOfKeys(keys, 2);
  expect(across.pairs).toBe(2);
  expect(across.isPair(0, 5)).toBe(true);
  expect(across.isPair(3, 4)).toBe(false);
});

it("keyOf takes what the pattern captures", () => {
  expect(keyOf("rec-12-dup-3", /rec-(\d+)/)).toBe("12");
  expect(keyOf("other", /rec-(\d+)/)).toBe("");
  expect(keyOf(" 7 ", undefined)).toBe("7");
});

it("judgePairs gives precision, recall and F1", () => {
  const truth = truthOfPairs([
    [0, 1],
    [2, 3],
    [3, 2],
    [4, 5],
    [6, 7],
  ]);
  expect(truth.pairs).toBe(4);
  const quality = judgePairs(truth, rows(1, 2, 0), rows(0, 3, 7));
  expect(quality.precision).toBeCloseTo(2 / 3, 12);
  expect(quality.recall).toBe(0.5);
  expect(quality.f1).toBeCloseTo(4 / 7, 12);
  expect(judgePairs(truth, rows(), rows())).toEqual({ precision: 1, recall: 0, f1: 0 });
});
