import { categoricalColumn, numericColumn } from "./column-from-values.ts";
import type { Column } from "./dataset.ts";

const missingTexts = new Set(["", "na", "n/a", "nan", "null", "none", "-", "?"]);
const number = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
const date = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

export type InferredKind = "number" | "date" | "text";

/** A column of texts, as in a CSV file: numbers, else ISO dates (as days since 1970), else levels. Blank and "NA"-like texts are missing. */
export function inferColumn(
  name: string,
  texts: readonly string[],
): { readonly column: Column; readonly inferred: InferredKind } {
  const values = texts.map((text) => {
    const trimmed = text.trim();
    return missingTexts.has(trimmed.toLowerCase()) ? null : trimmed;
  });
  if (values.every((value) => value === null || number.test(value))) {
    const numbers = values.map((value) => (value === null ? null : Number(value)));
    return { column: numericColumn(name, numbers), inferred: "number" };
  }
  if (values.every((value) => value === null || isDate(value))) {
    const days = values.map((value) => (value === null ? null : Date.parse(value) / 86_400_000));
    return { column: numericColumn(name, days), inferred: "date" };
  }
  return { column: categoricalColumn(name, values), inferred: "text" };
}

function isDate(value: string): boolean {
  return date.test(value) && !Number.isNaN(Date.parse(value));
}
