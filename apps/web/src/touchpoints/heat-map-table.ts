import type { HeatMap } from "@causeway/platform-contract";

export interface HeatCellFigures {
  readonly touchpoints: number;
  readonly people: number;
}

/** Cells of a heat map by place, the sums of its rows and columns, and the largest cell. */
export interface HeatTable {
  readonly cellAt: (row: string, column: string) => HeatCellFigures | undefined;
  readonly rowSums: ReadonlyMap<string, number>;
  readonly columnSums: ReadonlyMap<string, number>;
  readonly most: number;
}

export function heatTable({ cells }: Pick<HeatMap, "cells">): HeatTable {
  const byPlace = new Map<string, HeatCellFigures>();
  const rowSums = new Map<string, number>();
  const columnSums = new Map<string, number>();
  let most = 0;
  for (const { row, column, ...figures } of cells) {
    byPlace.set(`${row} ${column}`, figures);
    rowSums.set(row, (rowSums.get(row) ?? 0) + figures.touchpoints);
    columnSums.set(column, (columnSums.get(column) ?? 0) + figures.touchpoints);
    most = Math.max(most, figures.touchpoints);
  }
  return { cellAt: (row, column) => byPlace.get(`${row} ${column}`), rowSums, columnSums, most };
}

/** How strongly a cell is filled, 0 to 1: by the square root, so that small cells beside a very large one still show. */
export function heatOf(touchpoints: number, most: number): number {
  return most === 0 ? 0 : Math.sqrt(touchpoints / most);
}

/**
 * The table as CSV, one line a cell that is not empty, with a byte order mark so that spreadsheet programs read Chinese.
 * `word` names a row or column.
 */
export function heatCsv(
  { cells }: Pick<HeatMap, "cells">,
  heading: readonly string[],
  word: (axis: "row" | "column", name: string) => string,
): string {
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const lines = cells.map(({ row, column, touchpoints, people }) =>
    [quoted(word("row", row)), quoted(word("column", column)), touchpoints, people].join(","),
  );
  return `\uFEFF${[heading.map(quoted).join(","), ...lines].join("\r\n")}\r\n`;
}
