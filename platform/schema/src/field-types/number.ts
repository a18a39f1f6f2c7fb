import { accepted, type FieldTypeDefinition, refused } from "./field-type.ts";
import { numberFromText } from "./read-number.ts";

const refusal = refused("应为数字", "must be a number");

/** What Chinese counts things with; the field's name says what is counted. */
const counters = /(?<=[\d万亿])\s*(?:人|名|个|台|套|件|家|次|天|年)$/u;

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
    const value = numberFromText(input.normalize("NFKC").trim().replace(counters, ""));
    return value === undefined ? refusal : accepted(value + 0);
  },
  present: Number,
  index: "range",
  sort: { type: "double precision", by: (column) => column },
};
