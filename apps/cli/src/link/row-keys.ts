import { UsageError } from "../command.ts";
import type { TextTable } from "../read-table.ts";

/** The cells of a column; throws `UsageError` where the file has none of that name. */
export function columnOf(table: TextTable, name: string, path: string): readonly string[] {
  const cells = table.columns[table.names.indexOf(name.trim())];
  if (cells === undefined) throw new UsageError(`${path} has no column “${name}”`);
  return cells;
}

/** The table without these columns. */
export function withoutColumns(table: TextTable, names: ReadonlySet<string>): TextTable {
  const kept = table.names.flatMap((name, place) => (names.has(name) ? [] : [place]));
  return {
    names: kept.map((place) => table.names[place] ?? ""),
    columns: kept.map((place) => table.columns[place] ?? []),
    rows: table.rows,
  };
}
