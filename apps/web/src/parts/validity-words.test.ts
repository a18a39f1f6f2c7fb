import { expect, test } from "vitest";
import { validityWords } from "./validity-words.ts";

const fine = {
  badInput: false,
  patternMismatch: false,
  rangeOverflow: false,
  rangeUnderflow: false,
  stepMismatch: false,
  tooLong: false,
  tooShort: false,
  typeMismatch: false,
  valueMissing: false,
};
const limits = { type: "text", min: "1", max: "9", minLength: 10 };

test("validityWords() names what is wrong, most basic first, with the limit", () => {
  expect(validityWords({ ...fine, valueMissing: true, tooShort: true }, limits)?.key).toBe(
    "validity.missing",
  );
  expect(validityWords({ ...fine, typeMismatch: true }, { ...limits, type: "email" })?.key).toBe(
    "validity.badEmail",
  );
  expect(validityWords({ ...fine, tooShort: true }, limits)).toEqual({
    key: "validity.short",
    values: { shown: 10 },
  });
  expect(validityWords({ ...fine, rangeOverflow: true }, limits)?.values).toEqual({ most: "9" });
  expect(validityWords(fine, limits)).toBeUndefined();
});
