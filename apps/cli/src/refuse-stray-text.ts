import { UsageError } from "./command.ts";
import type { TextTable } from "./read-table.ts";

const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const missing = new Set(["", "na", "nan", "null", "none", "?", "n/a", "-"]);

/** A measurement has at least so many different numbers; fewer may be classes, of which one has a name. */
const fewestNumbers = 20;
const mostStray = 0.2;

/**
 * Refuses a column of measurements in which a few cells hold text: taken as categories it would be useless, and dropping the cells
 * would hide a fault of the file. Throws `UsageError` with the first such cell. Looks at all columns where none are named.
 */
export function refuseStrayText(
  path: string,
  table: TextTable,
  columns: readonly string[] = table.names,
): void {
  for (const [place, name] of table.names.entries()) {
    if (!columns.includes(name)) continue;
    const cells = (table.columns[place] ?? []).map((cell) => cell.trim());
    const stray = cells.flatMap((cell, row) =>
      number.test(cell) || missing.has(cell.toLowerCase()) ? [] : [row],
    );
    const [first] = stray;
    if (first === undefined || stray.length > mostStray * cells.length) continue;
    const numbers = new Set(cells.filter((cell) => number.test(cell)));
    if (numbers.size < fewestNumbers) continue;
    throw new UsageError(
      `${path}: column ${name} holds text (“${cells[first]}”, data row ${first + 1}) among numbers`,
    );
  }
}
