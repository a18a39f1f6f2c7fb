import { expect, it } from "vitest";
import { seenSet } from "./training-set.ts";

const dayMs = 86_400_000;
const census = { undecided: 0, withoutHistory: 0, unseen: undefined };
/** `records` records with a case on day 0 and another on day 100; every third has the outcome. */
const rowsOf = (records: number) =>
  Array.from({ length: records }, (_, number) =>
    [0, 100].map((day) => ({
      cells: [],
      target: number % 3 === 0 ? 1 : 0,
      resolvedMs: Number.NaN,
      span: undefined,
      id: `record-${number}`,
      atMs: day * dayMs,
    })),
  ).flat();

it("seenSet() leaves out the cases before it was seen what customers do, and says how many", () => {
  const set = seenSet(rowsOf(90), 50 * dayMs, census, "binary");
  expect(set?.unseen).toEqual({ cases: 90, untilMs: 50 * dayMs });
  expect(set && [...set.atMs].every((atMs) => atMs === 100 * dayMs)).toBe(true);
  expect(set && [...set.isFirst].every((first) => first === 1)).toBe(true);
});

it("seenSet() gives nothing where all cases were seen, or where too few would be left to learn from", () => {
  expect(seenSet(rowsOf(90), -dayMs, census, "binary")).toBeUndefined();
  expect(seenSet(rowsOf(30), 50 * dayMs, census, "binary")).toBeUndefined();
  expect(seenSet(rowsOf(90), 200 * dayMs, census, "binary")).toBeUndefined();
});
