import { expect, it } from "vitest";
import { reachOf } from "./reach-of.ts";

const cell = (mean: number | null, target: number | null) => ({
  ...{ won: 0, commit: 0, best: 0, target },
  model: mean === null ? null : { mean, low: 0, high: 2 * mean },
});
const line = (...months: ReturnType<typeof cell>[]) => ({ months });

it("reachOf() compares what is expected with the targets of the same teams and months", () => {
  const east = line(cell(10, 20), cell(30, 20));
  expect(reachOf([east], 0)).toEqual({ share: 0.5, isPartial: false });
  expect(reachOf([east], 2)).toEqual({ share: 1, isPartial: false });
});

it("reachOf() leaves out what has no target, and says so", () => {
  const lines = [line(cell(10, 20), cell(30, null)), line(cell(500, null), cell(40, null))];
  expect(reachOf(lines, 0)).toEqual({ share: 0.5, isPartial: true });
  expect(reachOf(lines, 2)).toEqual({ share: 0.5, isPartial: true });
  expect(reachOf(lines, 1)).toEqual({ share: null, isPartial: false });
});

it("reachOf() does not wait for targets of teams of which nothing is expected", () => {
  expect(reachOf([line(cell(10, 20)), line(cell(null, null))], 0)).toEqual({
    share: 0.5,
    isPartial: false,
  });
  expect(reachOf([line(cell(null, 20))], 0)).toEqual({ share: null, isPartial: false });
});
