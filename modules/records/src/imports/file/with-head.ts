import { cutText } from "../../search/cut-text.ts";
import type { TableRow } from "./read-table.ts";
import type { RefuseFile } from "./refuse-file.ts";

/** A table whose head was found. */
export interface HeadedTable {
  /** Names of the columns, none empty, none twice. */
  readonly columns: readonly string[];
  readonly rows: AsyncIterable<TableRow>;
}

const mostColumns = 400;
const looksAt = 10;

/**
 * Takes the head off the rows: the first one, or where that has a title alone ("Customers 2025") over a wider table, the
 * first of the wide ones.
 */
export async function withHead(
  rows: AsyncIterator<TableRow>,
  refuse: RefuseFile,
): Promise<HeadedTable> {
  const first: TableRow[] = [];
  while (first.length < looksAt) {
    const next = await rows.next();
    if (next.done) break;
    first.push(next.value);
  }
  const at = headAmong(first);
  const head = first[at];
  if (head === undefined) throw refuse("empty");
  const columns = columnNames(head.cells);
  if (columns.length > mostColumns) throw refuse("columns");
  async function* body(): AsyncGenerator<TableRow> {
    yield* first.slice(at + 1);
    yield* { [Symbol.asyncIterator]: () => rows };
  }
  return { columns, rows: body() };
}

function headAmong(rows: readonly TableRow[]): number {
  const widths = rows.map(({ cells }) => cells.filter((cell) => cell !== "").length);
  const widest = Math.max(...widths, 0);
  if (widths[0] !== 1 || widest < 3) return 0;
  return widths.findIndex((width) => width > widest / 2);
}

function columnNames(cells: readonly string[]): readonly string[] {
  const names = new Set<string>();
  for (const [index, cell] of cells.entries()) {
    const wanted = cutText(cell, 180) || `Column ${index + 1}`;
    let name = wanted;
    for (let count = 2; names.has(name); count++) name = `${wanted} (${count})`;
    names.add(name);
  }
  return [...names];
}
