import { accepted, type FieldTypeDefinition, type Reading, refused } from "./field-type.ts";
import { numberFromText } from "./read-number.ts";

const largest = 1e11;

function readAmount(input: unknown): Reading {
  if (typeof input !== "number" || !Number.isFinite(input)) {
    return refused("应为金额", "must be an amount");
  }
  if (Math.abs(input) >= largest) return refused("金额过大", "is too large");
  return accepted(Number(input.toFixed(4)) + 0);
}

/**
 * Money in the workspace's currency: exact to four decimals in the database, so that totals are exact.
 * Below 10^11, where a JSON number carries all of its digits.
 */
export const currency: FieldTypeDefinition = {
  name: "currency",
  label: { zh: "金额", en: "Currency" },
  columnType: "numeric(15,4)",
  condition: { type: "number", sqlType: "numeric" },
  read: readAmount,
  readText: (input) => readAmount(numberFromText(input)),
  present: Number,
  index: "range",
  sort: { type: "numeric", by: (column) => column },
};
