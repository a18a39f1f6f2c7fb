import { expect, it } from "vitest";
import { showsDecimalComma, withDecimalPoint } from "./decimal-comma.ts";

it.each([
  [["12,5", "1.234"], true],
  [["1.234,50 €"], true],
  [["1 234,5", "7"], true],
  [["1,234", "5,678"], false],
  [["12,5", "12.5"], false],
  [["1,234.5"], false],
  [["a,5"], false],
])("showsDecimalComma() of %j is %j", (texts, expected) => {
  expect(showsDecimalComma(texts)).toBe(expected);
});

it.each([
  ["1.234,50 €", "1234.50 €"],
  ["€ 1.234.567,8", "€ 1234567.8"],
  ["-12,5", "-12.5"],
  ["1.234", "1234"],
  ["1\u00a0234,5", "1234.5"],
  ["12", "12"],
  ["1.5", "1.5"],
  ["n/a, 5", "n/a, 5"],
])("withDecimalPoint() of %j is %j", (text, expected) => {
  expect(withDecimalPoint(text)).toBe(expected);
});
