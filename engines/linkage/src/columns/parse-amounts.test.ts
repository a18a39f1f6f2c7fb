import { expect, it } from "vitest";
import { isAmount, parseAmounts } from "./parse-amounts.ts";
import { parseDuration } from "./parse-duration.ts";

it.each([
  ["3:45", 225],
  ["1:02:03", 3723],
  ["3m 45sec", 225],
  ["1 hr. 45 min.", 6300],
  ["142 min", 8520],
  ["3分45秒", 225],
  ["225", undefined],
  ["soon", undefined],
  ["", undefined],
])("parseDuration reads %s", (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds);
});

it("parseAmounts takes bare numbers beside times in the unit that makes them like those", () => {
  const seconds = parseAmounts(["3:45", "225000", "225", "3.75", "4m 1sec"]);
  expect([...seconds]).toEqual([225, 225, 225, 225, 241]);
});

it("parseAmounts gives years of two digits their century", () => {
  expect([...parseAmounts(["1983", "'83", "2005", "'05", "83"])]).toEqual([
    1983, 1983, 2005, 2005, 1983,
  ]);
  expect([...parseAmounts(["83", "12.5"])]).toEqual([83, 12.5]);
});

it("isAmount tells amounts from words", () => {
  expect(["'83", "3:45", "12.50", "side a"].map(isAmount)).toEqual([true, true, true, false]);
});
