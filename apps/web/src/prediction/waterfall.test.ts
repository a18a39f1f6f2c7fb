import type { Reason } from "@causeway/platform-contract";
import { expect, test } from "vitest";
import { chunksOf } from "./use-scores.ts";
import { waterfall } from "./waterfall.ts";

const reason = (points: number): Reason => ({
  feature: `f${points}`,
  label: { zh: "特征", en: "Feature" },
  value: { zh: "值", en: "value" },
  points,
});

test("waterfall walks from the average, largest reasons first, on one scale", () => {
  const { steps, low, high } = waterfall([reason(-7), reason(14), reason(2)], 0.38);
  expect(steps.map(({ from, to }) => [from, to])).toEqual([
    [38, 52],
    [52, 45],
    [45, 47],
  ]);
  expect([low, high]).toEqual([38, 52]);
});

test("waterfall of no reasons is the average alone", () => {
  expect(waterfall([], 0.4)).toEqual({ steps: [], low: 40, high: 40 });
});

test("chunksOf keeps earlier groups as a list grows", () => {
  const ids = Array.from({ length: 250 }, (_, index) => String(index));
  expect(chunksOf(ids).map((chunk) => chunk.length)).toEqual([100, 100, 50]);
  expect(chunksOf(ids)[0]).toEqual(chunksOf(ids.slice(0, 130))[0]);
});
