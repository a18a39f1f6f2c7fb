import { accepted, type FieldTypeDefinition, refused } from "./field-type.ts";
import { numberFromText } from "./read-number.ts";

const refusal = refused("应为数字", "must be a number");

/** A measured number: double precision, finite. */
export const number: FieldTypeDefinition = {
  name: "number",
  label: { zh: "数字", en: "Number" },
  columnType: "double precision",
  condition: { type: "number" },
  read: (input) =>
    // Minus zero would come back from the database as a difference.
    typeof input === "number" && Number.isFinite(input) ? accepted(input + 0) : refusal,
  readText(input) {
    const value = numberFromText(input);
    return value === undefined ? refusal : accepted(value + 0);
  },
  present: Number,
  index: "range",
  sort: { type: "double precision", by: (column) => column },
};
