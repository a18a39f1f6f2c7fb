import { expect, it } from "vitest";
import { normalForm } from "../text/normal-form.ts";
import { codeColumn } from "./coded-column.ts";
import { withoutDefaults } from "./default-values.ts";

const many = (cell: string, count: number): string[] => Array<string>(count).fill(cell);
const filledOf = (cells: readonly string[]): number =>
  withoutDefaults(codeColumn("x", cells, normalForm)).filled;
const days = Array.from({ length: 40 }, (_, at) => `19${50 + at}-03-${10 + (at % 15)}`);
const phones = Array.from({ length: 40 }, (_, at) => `555-01${10 + at}`);

it.each([
  ["a day that stands for none", [...days, ...many("1900-01-01", 6)], 40],
  ["the same day where one was born on it", [...days, "1900-01-01"], 41],
  ["digits that are all alike", [...phones, ...many("000-0000", 6)], 40],
  ["digits in a row", [...phones, ...many("1234567", 6)], 40],
  ["a number that many share", [...phones, ...many("555-0199", 6)], 46],
  ["not available", [...many("NA", 30), "Anna", "Lee", "Otto"], 3],
  ["a surname", [...many("Li", 60), ...many("Wang", 60), "Na"], 121],
])("withoutDefaults: %s", (_, cells, filled) => {
  expect(filledOf(cells)).toBe(filled);
});
