import type { FieldType, NewField } from "@causeway/platform-contract";
import { fieldTypes } from "@causeway/platform-schema";
import { apiName, freeName } from "../../metadata/api-name.ts";
import { cutText } from "../../search/cut-text.ts";
import type { ColumnStatistics } from "../file/column-statistics.ts";
import { isShortened } from "../file/is-shortened.ts";
import { hasTime } from "../rows/date-order.ts";
import { asWritten, shownNotation } from "../rows/notation.ts";

/** Types that a column's values may show, the narrowest first. */
const candidates: readonly FieldType[] = ["number", "date", "dateTime", "email", "url", "phone"];

const mostOptions = 30;
const longestOption = 60;
const longestText = 500;

/** A new field for a column that no field of the object fits: its type is what all sampled values can be read as. */
export function inferField(
  column: ColumnStatistics,
  rowCount: number,
  taken: ReadonlySet<string>,
): NewField {
  const name = freeName(apiName(column.name), taken);
  const text = cutText(column.name, 200);
  const label = { zh: text, en: text };
  const type = typeOf(column);
  if (type !== "text") return { name, label, type };
  const options = optionsOf(column, rowCount);
  return options === undefined ? { name, label, type } : { name, label, type: "select", options };
}

function typeOf({ samples, longest }: ColumnStatistics): FieldType {
  if (samples.length === 0) return "text";
  const fits = (type: FieldType): boolean => {
    const notation = shownNotation(type, samples);
    const field = { name: "x", label: { zh: "x", en: "x" }, type, ...plain };
    return samples.every(
      (sample) => fieldTypes[type].readText(asWritten(sample, type, notation), field).ok,
    );
  };
  // A url without a scheme would take any text with a dot; a phone number any digits.
  const isTelling = (type: FieldType): boolean => {
    if (type === "number") return !samples.some(isNumeral);
    if (type === "date") return !samples.some(hasTime);
    if (type === "url") return samples.every((sample) => /^https?:/i.test(sample));
    // No telephone number has more than fifteen digits (E.164).
    return (
      type !== "phone" ||
      samples.every((sample) => /^\+?[\d\s().-]{7,22}$/.test(sample) && !isLong(sample))
    );
  };
  const found = candidates.find((type) => isTelling(type) && fits(type));
  return found ?? (longest > longestText ? "longText" : "text");
}

/** Digits that name something and count nothing: `0012`, an identity number, what a spreadsheet has left of one. */
function isNumeral(text: string): boolean {
  return /^0\d/.test(text) || isLong(text) || isShortened(text);
}

function isLong(text: string): boolean {
  return /^\d{16,}$/.test(text);
}

const plain = { required: false, unique: false, system: false, options: [], target: null };

function optionsOf({ values }: ColumnStatistics, rowCount: number): NewField["options"] {
  const names = Object.keys(values ?? {});
  const isChoice =
    names.length > 0 &&
    names.length <= mostOptions &&
    rowCount >= names.length * 5 &&
    names.every((name) => name.length <= longestOption);
  if (!isChoice) return undefined;
  const taken = new Set<string>();
  return names.map((name) => {
    const value = freeName(apiName(name), taken);
    taken.add(value);
    return { value, label: { zh: name, en: name } };
  });
}
