import { mergePatterns } from "./merge-patterns.ts";
import type { Codes, PatternSource, Patterns } from "./pattern-source.ts";
import type { CategoricalColumn, DataTable } from "./table.ts";

/** Patterns of a table in memory; with few columns its equal rows are merged once at the start, unless `rowByRow` keeps each. */
export function tablePatterns(table: DataTable, rowByRow = false): PatternSource {
  const columns = table.columns.map(asCategorical);
  const levels = columns.map((column) => column.levels.length);
  const missing = columns.map(({ codes }) => codes.includes(-1));
  const all: Patterns = {
    codes: columns.map((column, index) => compactCodes(column.codes, levels[index] ?? 0)),
    weights: table.weights && Int32Array.from(table.weights),
    count: table.rows,
  };
  const whole = rowByRow
    ? all
    : mergePatterns(
        all,
        levels.map((count, index) => count + Number(missing[index])),
      );
  return {
    names: columns.map((column) => column.name),
    levels,
    missing,
    rows: table.weights?.reduce((sum, weight) => sum + weight, 0) ?? table.rows,
    patterns: (wanted) => ({
      ...whole,
      codes: wanted.map((index) => whole.codes[index] ?? new Uint8Array()),
    }),
  };
}

function asCategorical(column: DataTable["columns"][number]): CategoricalColumn {
  if (column.kind !== "categorical")
    throw new TypeError(`Column ${column.name} is not categorical`);
  return column;
}

/** One byte a code where that is enough: the columns of a test then fit into the first cache. */
function compactCodes(codes: Int32Array, levels: number): Codes {
  const result = levels < 255 ? new Uint8Array(codes.length) : new Int32Array(codes.length);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] as number;
    result[row] = code < 0 ? levels : code;
  }
  return result;
}
