import { categoricalColumn, numericColumn } from "./column-from-values.ts";
import type { Column } from "./dataset.ts";
import { type DateOrder, dateReader } from "./read-date.ts";
import { numberReader, plainNumber } from "./read-number.ts";
import { selectFromColumn } from "./select-rows.ts";

const missingTexts = new Set(["", "na", "n/a", "nan", "null", "none", "-", "?"]);

/** Missing among numbers and dates; among words each is one of them: no mail, no plan, of unknown trade. */
const missingWords = new Set([
  ...["unknown", "missing", "nil", "n.a.", "#n/a", "<na>", "(null)", "--", "/", "."],
  // What programs write for a division by nothing.
  ...["inf", "-inf", "+inf", "infinity", "-infinity", "#div/0!", "#value!"],
  ...["未知", "不详", "无", "空", "暂无", "缺失"],
]);

export type InferredKind = "number" | "date" | "text";

export interface InferredColumn {
  readonly column: Column;
  readonly inferred: InferredKind;
  /** Of dates that need telling. */
  readonly dateOrder?: DateOrder;
}

/**
 * A column of texts, as in a CSV file: numbers, else dates (as days since 1970; `dateOrder` says what the texts leave open),
 * else levels. Blank and "NA"-like texts are missing.
 */
export function inferColumn(
  name: string,
  texts: readonly string[],
  dateOrder?: DateOrder,
): InferredColumn {
  const plain = plainNumbers(texts);
  if (plain !== undefined) {
    return { column: { kind: "numeric", name, values: plain }, inferred: "number" };
  }
  const { distinct, codes } = distinctTexts(texts);
  const found = inferDistinct(name, distinct, dateOrder);
  return { ...found, column: selectFromColumn(found.column, codes) };
}

/** The values where every cell is a plainly written number or missing, and some is a number: most columns of large files. */
function plainNumbers(texts: readonly string[]): Float64Array | undefined {
  const values = new Float64Array(texts.length);
  let hasNumber = false;
  for (let row = 0; row < texts.length; row++) {
    const text = texts[row] as string;
    if (plainNumber.test(text)) {
      values[row] = Number(text);
      hasNumber = true;
    } else if (isMissing(text.trim().toLowerCase())) {
      values[row] = Number.NaN;
    } else {
      return undefined;
    }
  }
  return hasNumber ? values : undefined;
}

function isMissing(word: string): boolean {
  return missingTexts.has(word) || missingWords.has(word);
}

/** Each text once, by first appearance, and which of them stands in each row. */
function distinctTexts(texts: readonly string[]) {
  const codeOf = new Map<string, number>();
  const codes = new Int32Array(texts.length);
  for (let row = 0; row < texts.length; row++) {
    const text = texts[row] as string;
    const code = codeOf.get(text) ?? codeOf.size;
    if (code === codeOf.size) codeOf.set(text, code);
    codes[row] = code;
  }
  return { distinct: [...codeOf.keys()], codes };
}

function inferDistinct(
  name: string,
  texts: readonly string[],
  dateOrder: DateOrder | undefined,
): InferredColumn {
  const values = texts.map((text) => {
    const trimmed = text.trim();
    return missingTexts.has(trimmed.toLowerCase()) ? null : trimmed;
  });
  const measured = values.map((value) =>
    value !== null && missingWords.has(value.toLowerCase()) ? null : value,
  );
  const hasWords = measured.every((value) => value === null) && values.some((value) => value);
  const filled = measured.filter((value) => value !== null);
  const readNumber = hasWords ? undefined : numberReader(filled);
  if (readNumber !== undefined) {
    const numbers = measured.map((value) => (value === null ? null : readNumber(value)));
    return { column: numericColumn(name, numbers), inferred: "number" };
  }
  const dates = hasWords ? undefined : dateReader(filled, dateOrder);
  if (dates !== undefined) {
    const days = measured.map((value) => (value === null ? null : dates.read(value)));
    const column = numericColumn(name, days);
    return { column, inferred: "date", ...(dates.order && { dateOrder: dates.order }) };
  }
  const named = values.some((value) => value !== null)
    ? values.map((value, row) => value ?? ownWord(texts[row] ?? ""))
    : values;
  return { column: categoricalColumn(name, named), inferred: "text" };
}

function ownWord(text: string): string | null {
  const trimmed = text.trim();
  return trimmed.toLowerCase() === "none" ? trimmed : null;
}
