import { inferColumn } from "@causeway/engine-learning";
import { type Column, createTable, type DataTable } from "./table.ts";

const missing = new Set(["", "na", "nan", "null", "none", "?", "n/a", "-"]);
const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** At most this many different whole numbers make a column of classes, more make it a measurement. */
const mostClasses = 10;

/**
 * Columns from cells of text: numbers (also amounts and dates) with more than ten different values, or with decimals, are
 * continuous, all else categorical. `columns[c][r]`. Throws RangeError that names the column where one is missing altogether or
 * has fewer cells than another, and says so where there is no row.
 */
export function tableFromText(
  names: readonly string[],
  columns: readonly (readonly string[])[],
): DataTable {
  if ((columns[0]?.length ?? 0) === 0) throw new RangeError("There is no row below the header");
  return createTable(names.map((name, index) => columnFromText(name, columns[index] ?? [])));
}

function columnFromText(name: string, texts: readonly string[]): Column {
  const cells = texts.map((text) => {
    const cell = text.trim();
    return missing.has(cell.toLowerCase()) ? undefined : cell;
  });
  const present = cells.filter((cell) => cell !== undefined);
  if (present.length === 0) throw new RangeError(`Column ${name} has no value in any row`);
  const distinct = [...new Set(present)];
  const allNumbers = distinct.every((cell) => number.test(cell));
  if (
    allNumbers &&
    (distinct.length > mostClasses || distinct.some((cell) => !Number.isInteger(Number(cell))))
  ) {
    return {
      kind: "continuous",
      name,
      values: Float64Array.from(cells, (cell) => (cell === undefined ? Number.NaN : Number(cell))),
    };
  }
  // Amounts with signs and separators, and dates: numbers to those who read them.
  const read = allNumbers || distinct.length <= mostClasses ? undefined : inferColumn(name, texts);
  if (read?.column.kind === "numeric")
    return { kind: "continuous", name, values: read.column.values };
  if (!allNumbers && cells.some((_, row) => isNone(texts[row])))
    return columnFromWords(
      name,
      cells.map((cell, row) => cell ?? (isNone(texts[row]) ? texts[row]?.trim() : undefined)),
    );
  return columnFromWords(name, cells, allNumbers);
}

/** Among words “none” is one of them: no mail, no plan. */
const isNone = (text: string | undefined) => text?.trim().toLowerCase() === "none";

function columnFromWords(
  name: string,
  cells: readonly (string | undefined)[],
  allNumbers = false,
): Column {
  const distinct = [...new Set(cells.filter((cell) => cell !== undefined))];
  const levels = allNumbers ? distinct.sort((a, b) => Number(a) - Number(b)) : distinct.sort();
  const codeOf = new Map(levels.map((level, code) => [level, code]));
  return {
    kind: "categorical",
    name,
    levels,
    codes: Int32Array.from(cells, (cell) => (cell === undefined ? -1 : (codeOf.get(cell) ?? -1))),
  };
}
