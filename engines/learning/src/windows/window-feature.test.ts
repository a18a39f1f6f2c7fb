import { expect, it } from "vitest";
import { type WindowFeature, windowFeatures } from "./window-feature.ts";

const dayMs = 86_400_000;
const now = 1_000 * dayMs;
const happening = (daysAgo: number, key: string, value?: number, knownDaysAgo = daysAgo) => ({
  keys: ["any", key],
  atMs: now - daysAgo * dayMs,
  knownMs: now - knownDaysAgo * dayMs,
  ...(value !== undefined && { value }),
});
const feature = (
  aggregate: WindowFeature["aggregate"],
  days: number,
  untilDays = 0,
): WindowFeature => ({ name: "x", key: "hours", aggregate, days, untilDays });

it("windowFeatures() counts, measures and dates what lies in the window", () => {
  const past = [
    happening(40, "hours", 100),
    happening(9, "hours", 8),
    happening(2, "hours", 4),
    happening(1, "ticket"),
  ];
  const values = windowFeatures(
    past,
    [
      feature("count", 30),
      feature("sum", 30),
      feature("mean", 30),
      feature("last", 30),
      feature("days-since", 30),
      feature("mean", 90, 30),
      { ...feature("count", 3), key: "any" },
    ],
    now,
  );
  expect([...values]).toEqual([2, 12, 6, 4, 2, 100, 2]);
});

it("windowFeatures() knows nothing of the future, nor of what became known later", () => {
  const past = [
    happening(5, "hours", 7),
    happening(4, "hours", 50, -1),
    happening(-1, "hours", 90),
  ];
  const features = [feature("count", 30), feature("last", 30), feature("days-since", 30)];
  expect([...windowFeatures(past, features, now)]).toEqual([1, 7, 5]);
  expect([...windowFeatures(past, features, now + dayMs)]).toEqual([3, 90, 0]);
});

it("windowFeatures() tells nothing happened from nothing measured", () => {
  const features = (["count", "sum", "mean", "last", "days-since"] as const).map((kind) =>
    feature(kind, 30),
  );
  expect([...windowFeatures([], features, now)]).toEqual([
    0,
    0,
    Number.NaN,
    Number.NaN,
    Number.NaN,
  ]);
});
