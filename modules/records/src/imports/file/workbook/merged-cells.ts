import type { RefuseFile } from "../refuse-file.ts";
import { columnOf } from "./column-of.ts";

/** Columns of one row that are one cell, the first and the last, from 0. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Cells of a sheet that are joined to one; only the first holds the text. */
export interface MergedCells {
  /** Those wider than one column that begin in a row. */
  spansIn(row: number): readonly Span[];
  /** Gives a filled row the text of cells that reach down into it; rows come in their order. */
  fill(row: number, cells: string[]): void;
}

interface Merged extends Span {
  readonly lastRow: number;
}

const mostMerged = 1_000_000;
/** As far as one of them may be cut by the end of a part. */
const longestTag = 200;
const pattern = /<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)"/g;

/** Reads which cells of a sheet are joined; a workbook tells it behind all rows, so this is read before them. */
export async function readMergedCells(
  parts: AsyncIterable<string>,
  refuse: RefuseFile,
): Promise<MergedCells> {
  const byRow = new Map<number, Merged[]>();
  let count = 0;
  let rest = "";
  for await (const part of parts) {
    const text = rest + part;
    let end = 0;
    for (const match of text.matchAll(pattern)) {
      const [whole, left = "", top, right = "", bottom] = match;
      const merged = { from: columnOf(left), to: columnOf(right), lastRow: Number(bottom) };
      const row = Number(top);
      byRow.set(row, [...(byRow.get(row) ?? []), merged]);
      if (++count > mostMerged) throw refuse("workbook");
      end = match.index + whole.length;
    }
    rest = text.slice(Math.max(end, text.length - longestTag));
  }
  return mergedCells(byRow);
}

function mergedCells(byRow: ReadonlyMap<number, readonly Merged[]>): MergedCells {
  const reaching = new Map<number, { readonly text: string; readonly lastRow: number }>();
  return {
    spansIn: (row) => (byRow.get(row) ?? []).filter(({ from, to }) => to > from),
    fill(row, cells) {
      for (const [column, { text, lastRow }] of reaching) {
        if (row > lastRow) reaching.delete(column);
        else put(cells, column, text);
      }
      for (const { from, lastRow } of byRow.get(row) ?? []) {
        const text = cells[from] ?? "";
        if (lastRow > row && text !== "") reaching.set(from, { text, lastRow });
      }
    },
  };
}

/** What stands there already stays. */
function put(cells: string[], column: number, text: string): void {
  while (cells.length <= column) cells.push("");
  if (cells[column] === "") cells[column] = text;
}
