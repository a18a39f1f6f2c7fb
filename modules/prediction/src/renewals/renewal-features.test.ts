import { expect, it } from "vitest";
import { renewalDataset, renewalFeatures } from "./renewal-features.ts";

const dayMs = 86_400_000;
const now = 1_000 * dayMs;
const heartbeat = (daysAgo: number, value: number) => ({
  keys: ["event:machine heartbeat"],
  atMs: now - daysAgo * dayMs,
  knownMs: now - daysAgo * dayMs,
  value,
});

it("renewalDataset() has one row a moment and one column a feature, sizes by their logarithm", () => {
  const happenings = [heartbeat(10, 99), heartbeat(60, 9)];
  const dataset = renewalDataset([
    { happenings, atMs: now },
    { happenings, atMs: now - 30 * dayMs },
  ]);
  expect(dataset.rows).toBe(2);
  expect(dataset.columns.map(({ name }) => name)).toEqual(renewalFeatures.map(({ name }) => name));
  const recent = dataset.columns.find(({ name }) => name === "event:machine heartbeat mean 0-30");
  expect(recent?.kind === "numeric" ? [...recent.values] : []).toEqual([Math.log(100), Number.NaN]);
});
