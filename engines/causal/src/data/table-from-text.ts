import { type Column, createTable, type DataTable } from "./table.ts";

const missing = new Set(["", "na", "nan", "null", "none", "?", "n/a"]);
const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** At most this many different whole numbers make a column of classes, more make it a measurement. */
const mostClasses = 10;

/**
 * Columns from cells of text: numbers with more than ten different values, or with decimals, are continuous, all else categorical.
 * `rows[r][c]`; a short row is missing at its end. Throws RangeError that names the column where one is
 * missing altogether, and the place where there is no row.
 */
export function tableFromText(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): DataTable {
  if (rows.length === 0) throw new RangeError("The file has no rows below its header");
  return createTable(header.map((name, index) => columnFromText(name, rows, index)));
}

function columnFromText(name: string, rows: readonly (readonly string[])[], index: number): Column {
  const cells = rows.map((row) => {
    const cell = row[index]?.trim() ?? "";
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
  const levels = allNumbers ? distinct.sort((a, b) => Number(a) - Number(b)) : distinct.sort();
  const codeOf = new Map(levels.map((level, code) => [level, code]));
  return {
    kind: "categorical",
    name,
    levels,
    codes: Int32Array.from(cells, (cell) => (cell === undefined ? -1 : (codeOf.get(cell) ?? -1))),
  };
}
