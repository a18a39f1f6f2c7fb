import { expect, test } from "vitest";
import {
  formatAgo,
  formatDay,
  formatDuration,
  formatHeading,
  formatMoment,
  formatMonth,
  formatOffset,
} from "./dates.ts";

const now = new Date(2026, 10, 18, 14, 20);

test("formatDay leaves the year out where it is this one", () => {
  expect(formatDay(new Date(2026, 10, 9), "zh", now)).toBe("11-09");
  expect(formatDay(new Date(2025, 10, 9), "zh", now)).toBe("2025-11-09");
  expect(formatDay(new Date(2026, 10, 9), "en", now)).toBe("9 Nov");
});

test("formatMoment and formatHeading read as people write them", () => {
  expect(formatMoment(now, "zh", now)).toBe("11-18 14:20");
  expect(formatHeading(now, "zh")).toBe("11 月 18 日 周三");
  expect(formatHeading(now, "en")).toBe("Wed 18 Nov");
  expect(formatMonth(now, "en")).toBe("Nov 2026");
});

test("formatAgo takes the largest unit that is not zero", () => {
  expect(formatAgo(new Date(2026, 10, 18, 14, 17), "zh", now)).toBe("3分钟前");
  expect(formatAgo(new Date(2026, 10, 16, 14, 20), "en", now)).toBe("2 days ago");
  expect(formatAgo(now, "zh", now)).toBe("现在");
});

test("formatOffset and formatDuration count hours and minutes", () => {
  expect(formatOffset(85_740_000)).toBe("+ 23:49");
  expect(formatDuration(276, "zh")).toBe("4 分 36 秒");
  expect(formatDuration(7260, "en")).toBe("2 h 1 min");
  expect(formatDuration(0, "en")).toBe("0 s");
});
