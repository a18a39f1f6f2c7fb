import { expect, it } from "vitest";
import { calendarOf } from "./calendar.ts";

it("calendarOf() follows calendar months, leap years included", () => {
  const calendar = calendarOf(Date.UTC(2024, 0, 1), 12);
  expect(calendar.days).toBe(366);
  expect(calendar.monthStart(2)).toBe(60);
  expect(calendar.monthOf(59)).toBe(1);
  expect(calendar.monthOf(60)).toBe(2);
  expect(calendar.seasonMonth(-1)).toBe(11);
});

it("calendarOf() refuses a start within a month", () => {
  expect(() => calendarOf(Date.UTC(2024, 0, 2), 3)).toThrow(RangeError);
});
