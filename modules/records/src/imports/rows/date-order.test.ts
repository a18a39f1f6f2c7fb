import { expect, it } from "vitest";
import { hasTime, shownOrder, yearFirst } from "./date-order.ts";

it.each([
  [["1/2/2025", "31/12/2025"], "day-first"],
  [["1/2/2025", "12/31/2025 9:30"], "month-first"],
  [["1/2/2025", "2025/12/31", "31.12.2025"], undefined],
  [["12/31/2025", "31/12/2025"], undefined],
] as const)("shownOrder() of %j is %j", (texts, order) => {
  expect(shownOrder(texts)).toBe(order);
});

it.each([
  ["31/12/2025", "date", "day-first", "2025-12-31"],
  ["1/2/2025 9:30", "dateTime", "month-first", "2025-1-2 9:30"],
  ["1/2/2025", "date", undefined, "1/2/2025"],
  ["31.12.2025", "date", undefined, "2025-12-31"],
  ["2025/6/30 0:00", "date", undefined, "2025/6/30"],
  ["2025-06-30T16:00:00Z", "date", undefined, "2025-06-30T16:00:00Z"],
] as const)("yearFirst() of %j for a %s, %s, is %j", (text, type, order, expected) => {
  expect(yearFirst(text, type, order)).toBe(expected);
});

it("hasTime() takes midnight for none", () => {
  expect(["2025-01-01 0:00", "2025-01-01 00:00:01", "2025-01-01"].map(hasTime)).toEqual([
    false,
    true,
    false,
  ]);
});
