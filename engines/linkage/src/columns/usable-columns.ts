import type { CodedColumn } from "./coded-column.ts";

/** Where each table begins in the rows of all tables: [0, rows of the first, rows of both]. */
export type Bounds = readonly number[];

/**
 * Whether a column only numbers the rows: whole numbers, each once in its table, nearly without a gap. Two tables that
 * both count from zero agree in it by accident.
 */
export function isRowNumber(column: CodedColumn, bounds: Bounds): boolean {
  for (let table = 0; table + 1 < bounds.length; table++) {
    if (!numbersItsRows(column, bounds[table] ?? 0, bounds[table + 1] ?? 0)) return false;
  }
  return true;
}

function numbersItsRows({ ids, values }: CodedColumn, start: number, end: number): boolean {
  const seen = new Set<number>();
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let row = start; row < end; row++) {
    const id = ids[row] ?? -1;
    if (id < 0 || seen.has(id)) return false;
    const value = values[id] ?? "";
    if (!/^\d{1,12}$/.test(value)) return false;
    seen.add(id);
    least = Math.min(least, Number(value));
    most = Math.max(most, Number(value));
  }
  return end > start && most - least < 1.5 * (end - start) + 10;
}

/**
 * Columns that say again what others say, and would count twice: each is contained, word for word, in another column
 * that is kept together with its companions, or is made of others. Returns the columns to leave out.
 */
export function repeatedColumns(columns: readonly CodedColumn[]): ReadonlySet<string> {
  const repeated = new Set<string>();
  const texts = columns.filter(({ values }) => values.length > 1);
  for (const whole of texts.toSorted((a, b) => meanLength(b) - meanLength(a))) {
    const parts = texts.filter(
      (part) => part !== whole && !repeated.has(part.name) && isContained(part, whole),
    );
    const same = parts.find((part) => isContained(whole, part));
    if (same !== undefined) repeated.add(whole.name);
    else if (parts.length >= 2) repeated.add(whole.name);
  }
  return repeated;
}

function meanLength({ values }: CodedColumn): number {
  return values.reduce((sum, value) => sum + value.length, 0) / Math.max(1, values.length);
}

const sampled = 1000;

/** Whether nearly all rows of `part` have its words among those of `whole`. */
function isContained(part: CodedColumn, whole: CodedColumn): boolean {
  const step = Math.max(1, Math.floor(part.ids.length / sampled));
  let [both, inside] = [0, 0];
  for (let row = 0; row < part.ids.length; row += step) {
    const [a, b] = [part.ids[row] ?? -1, whole.ids[row] ?? -1];
    if (a < 0 || b < 0) continue;
    both++;
    if (containsWords(whole.values[b] ?? "", part.values[a] ?? "")) inside++;
  }
  const filled = part.filled / Math.max(1, part.ids.length);
  return both >= 20 && inside >= 0.9 * both && both * step >= 0.8 * filled * part.ids.length;
}

function containsWords(whole: string, part: string): boolean {
  return part.length >= 2 && ` ${whole} `.includes(` ${part} `);
}
