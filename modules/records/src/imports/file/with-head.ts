import { cutText } from "../../search/cut-text.ts";
import type { TableRow } from "./read-table.ts";
import type { RefuseFile } from "./refuse-file.ts";
import type { Span } from "./workbook/merged-cells.ts";

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
 * first of the wide ones; with the next one, where that names the parts of wide cells. `spansIn` tells wide cells by their row.
 */
export async function withHead(
  rows: AsyncIterator<TableRow>,
  refuse: RefuseFile,
  spansIn: (row: number) => readonly Span[] = () => [],
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
  const parts = partsOf(head, first[at + 1], spansIn(head.row));
  const columns = columnNames(parts ?? head.cells);
  if (columns.length > mostColumns) throw refuse("columns");
  async function* body(): AsyncGenerator<TableRow> {
    yield* first.slice(parts ? at + 2 : at + 1);
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

/**
 * Names of a head of two rows: below wide cells those of their parts, with the wide cell's where two parts are called alike.
 * Undefined where the second row is a row like others: it says something beside the parts.
 */
function partsOf(
  { row, cells }: TableRow,
  below: TableRow | undefined,
  spans: readonly Span[],
): readonly string[] | undefined {
  if (below === undefined || below.row !== row + 1 || spans.length === 0) return undefined;
  const width = Math.max(below.cells.length, ...spans.map(({ to }) => to + 1));
  const columns = Array.from({ length: width }, (_, column) => ({
    own: cells[column] ?? "",
    part: below.cells[column] ?? "",
    group: spans.find(({ from, to }) => column >= from && column <= to),
  }));
  const isHead = columns.every(({ own, part, group }) =>
    group ? !/^[\d\s.,:/+-]*$/.test(part) : part === "" || part === own,
  );
  if (!isHead) return undefined;
  const parts = columns.filter(({ group }) => group).map(({ part }) => part);
  return columns.map(({ own, part, group }) => {
    if (!group) return own;
    const isAlone = parts.filter((other) => other === part).length === 1;
    return isAlone ? part : `${cells[group.from]} ${part}`;
  });
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
