import { categoricalColumn, numericColumn } from "./column-from-values.ts";
import type { Column } from "./dataset.ts";
import { numberReader } from "./read-number.ts";

const missingTexts = new Set(["", "na", "n/a", "nan", "null", "none", "-", "?"]);
const date = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

export type InferredKind = "number" | "date" | "text";

/** A column of texts, as in a CSV file: numbers, else ISO dates (as days since 1970), else levels. Blank and "NA"-like texts are missing, but “none” among words is a level. */
export function inferColumn(
  name: string,
  texts: readonly string[],
): { readonly column: Column; readonly inferred: InferredKind } {
  const values = texts.map((text) => {
    const trimmed = text.trim();
    return missingTexts.has(trimmed.toLowerCase()) ? null : trimmed;
  });
  const readNumber = numberReader(values.flatMap((value) => value ?? []));
  if (readNumber !== undefined) {
    const numbers = values.map((value) => (value === null ? null : readNumber(value)));
    return { column: numericColumn(name, numbers), inferred: "number" };
  }
  if (values.every((value) => value === null || isDate(value))) {
    const days = values.map((value) =>
      value === null ? null : Date.parse(isoDate(value)) / 86_400_000,
    );
    return { column: numericColumn(name, days), inferred: "date" };
  }
  // Among words “none” is one of them: no mail, no plan. Alone it says nothing.
  const named = values.some((value) => value !== null)
    ? values.map((value, row) => value ?? ownWord(texts[row] ?? ""))
    : values;
  return { column: categoricalColumn(name, named), inferred: "text" };
}

function ownWord(text: string): string | null {
  const trimmed = text.trim();
  return trimmed.toLowerCase() === "none" ? trimmed : null;
}

function isDate(value: string): boolean {
  const iso = isoDate(value);
  return date.test(iso) && !Number.isNaN(Date.parse(iso));
}

const yearFirst = /^(\d{4})[/.年](\d{1,2})[/.月](\d{1,2})日?(?=$|[T ])/;

const dayFirst = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?=$|[T ])/;

/** Years first are unambiguous, and so are dots after the day; days and months before slashes are not, and stay words. */
function isoDate(value: string): string {
  const iso = (year: string, month: string, day: string) =>
    `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return value
    .replace(yearFirst, (_, year: string, month: string, day: string) => iso(year, month, day))
    .replace(dayFirst, (_, day: string, month: string, year: string) => iso(year, month, day));
}
