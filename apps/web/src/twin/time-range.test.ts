import { describe, expect, test } from "vitest";
import {
  clampRange,
  dayMs,
  hourMs,
  panRange,
  scaleOf,
  spanOf,
  ticksOf,
  windowFor,
  zoomRange,
} from "./time-range.ts";

const now = new Date(2026, 10, 18, 14, 20).getTime();
const bounds = { from: now - 365 * dayMs, to: now + dayMs };
const tenDays = { from: now - 10 * dayMs, to: now };

describe("zoomRange", () => {
  test("keeps the instant under the pointer where it is", () => {
    const at = now - 3 * dayMs;
    const closer = zoomRange(tenDays, 0.5, at, bounds);
    expect(spanOf(closer)).toBe(5 * dayMs);
    expect(scaleOf(closer, 800).x(at)).toBeCloseTo(scaleOf(tenDays, 800).x(at), 6);
  });

  test("stops at two hours and at the bounds", () => {
    expect(spanOf(zoomRange(tenDays, 1e-6, now, bounds))).toBe(2 * hourMs);
    expect(zoomRange(tenDays, 1e6, now, bounds)).toEqual(bounds);
  });
});

test("panRange and clampRange stay inside the bounds and keep the length", () => {
  const moved = panRange(tenDays, 400 * dayMs, bounds);
  expect(moved.to).toBe(bounds.to);
  expect(spanOf(moved)).toBe(10 * dayMs);
  expect(clampRange({ from: 0, to: 10 * dayMs }, bounds).from).toBe(bounds.from);
});

describe("windowFor", () => {
  test("holds the range at any place and zoom", () => {
    for (let step = 0; step < 400; step++) {
      const from = now - step * 1.37 * dayMs;
      const range = { from, to: from + (0.1 + step / 7) * dayMs };
      const held = windowFor(range);
      expect(held.from).toBeLessThanOrEqual(range.from);
      expect(held.to).toBeGreaterThanOrEqual(range.to);
    }
  });

  test("does not change with a small move", () => {
    const range = { from: 100 * dayMs, to: 110 * dayMs };
    const moved = { from: 100.5 * dayMs, to: 110.5 * dayMs };
    expect(windowFor(moved)).toEqual(windowFor(range));
  });
});

describe("ticksOf", () => {
  test("marks days of the reader's zone over ten days", () => {
    const ticks = ticksOf(tenDays, 756);
    expect(ticks).toHaveLength(10);
    expect(ticks.every(({ at, unit }) => unit === "day" && new Date(at).getHours() === 0)).toBe(
      true,
    );
  });

  test("goes to hours close up and to months far out, never crowded", () => {
    const close = { from: now - 8 * hourMs, to: now };
    expect(ticksOf(close, 756)[0]?.unit).toBe("hour");
    const year = ticksOf({ from: now - 365 * dayMs, to: now }, 756);
    expect(year[0]?.unit).toBe("month");
    const scale = scaleOf({ from: now - 365 * dayMs, to: now }, 756);
    const gaps = year
      .slice(1)
      .map((tick, index) => scale.x(tick.at) - scale.x(year[index]?.at ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThan(60);
  });
});
