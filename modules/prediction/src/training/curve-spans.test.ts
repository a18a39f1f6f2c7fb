import { expect, it } from "vitest";
import { dayMs } from "../datasets/moments.ts";
import { curveGrid, curveSpans } from "./curve-spans.ts";

it("curveGrid() cuts a horizon into at most twelve periods, the last of which ends with it", () => {
  expect([7, 30, 180].map(curveGrid)).toEqual([
    { periods: 7, periodDays: 1 },
    { periods: 12, periodDays: 2.5 },
    { periods: 12, periodDays: 15 },
  ]);
});

it("curveSpans() censors what is not over, and asks whether the end came only where the horizon is over", () => {
  const days = (values: readonly number[]) => Float64Array.from(values, (value) => value * dayMs);
  const { rows, spans } = curveSpans(
    {
      // An old one that ended early, an old one that never did, a young one that ended, two that wait, and one that nobody dated.
      atMs: days([0, 0, 95, 90, 99.9, 0]),
      seenMs: days([4, 30, 2, 10, 0.1, Number.NaN]),
      ended: Float64Array.of(1, 0, 1, 0, 0, 1),
      nowMs: 100 * dayMs,
    },
    { periods: 10, periodDays: 3 },
  );
  expect([...rows]).toEqual([0, 1, 2, 3]);
  expect([...spans.periods]).toEqual([2, 10, 1, 3]);
  expect([...spans.events]).toEqual([1, 0, 1, 0]);
  expect([...spans.target]).toEqual([1, 0, Number.NaN, Number.NaN]);
});
