import { expect, it } from "vitest";
import { dayMs } from "../datasets/moments.ts";
import { timeOrder } from "./time-order.ts";

const daily = (count: number, horizonDays: number) => {
  const atMs = Float64Array.from({ length: count }, (_, row) => row * dayMs);
  return {
    target: atMs.map((_, row) => row % 2),
    atMs,
    firstMs: atMs,
    resolvedMs: atMs.map((time) => time + 5 * dayMs),
    horizonMs: horizonDays * dayMs,
  };
};

it("timeOrder() keeps the whole horizon apart where the past is long enough, else what was decided by then", () => {
  const long = timeOrder(daily(600, 90), 5);
  expect(long?.gapDays).toBe(90);
  expect(long?.ends[10]).toBe(100 * dayMs);
  expect(timeOrder(daily(600, 500), 5)).toMatchObject({ gapDays: 0 });
  expect(timeOrder(daily(600, Number.POSITIVE_INFINITY), 5)?.ends[10]).toBe(15 * dayMs);
  expect(timeOrder({ ...daily(60, 90), resolvedMs: new Float64Array(60).fill(1e15) }, 5)).toBe(
    undefined,
  );
});
