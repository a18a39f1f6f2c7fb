import type { Twin } from "@causeway/platform-contract";
import { expect, test } from "vitest";
import { boundsOf, presetRange, rangeAround } from "./initial-range.ts";
import { dayMs, spanOf } from "./time-range.ts";

const now = Date.UTC(2026, 10, 18);
const twin = (lastDaysAgo: number | null): Twin => ({
  rebuildingSince: null,
  profileIds: [],
  people: [],
  identifiers: [],
  firstSeenAt: null,
  lastSeenAt: lastDaysAgo === null ? null : new Date(now - lastDaysAgo * dayMs).toISOString(),
  totals: [],
  density: [],
  keyMoments: [],
});

test("presetRange ends now for a customer seen lately", () => {
  const range = presetRange("10d", twin(1), now);
  expect(spanOf(range)).toBe(10 * dayMs);
  expect(range.to).toBeGreaterThan(now);
});

test("presetRange goes back to the last event of a silent customer", () => {
  const range = presetRange("10d", twin(90), now);
  expect(range.from).toBeLessThan(now - 90 * dayMs);
  expect(range.to).toBeGreaterThan(now - 90 * dayMs);
  expect(range.to).toBeLessThan(now - 80 * dayMs);
});

test("rangeAround shows the event it opens on", () => {
  const recent = rangeAround(now - 2 * dayMs, twin(1), now);
  expect(recent).toEqual(presetRange("10d", twin(1), now));
  const old = rangeAround(now - 60 * dayMs, twin(1), now);
  expect([old.from, spanOf(old)]).toEqual([now - 63 * dayMs, 10 * dayMs]);
});

test("boundsOf spans a year also where nobody was ever seen", () => {
  expect(spanOf(boundsOf(twin(null), now))).toBe(364.5 * dayMs);
});
