import { csvCell, csvText } from "@causeway/module-records";

/** What a cell of our own exports can hold. */
export type Cell = string | number | boolean | Date | null | object;

/** One line of CSV (RFC 4180). Text that a spreadsheet would run as a formula is kept text by an apostrophe. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(textOf).join(",")}\r\n`;
}

function textOf(cell: Cell): string {
  if (cell === null) return "";
  if (cell instanceof Date) return csvCell(cell.toISOString());
  if (typeof cell === "number" || typeof cell === "boolean") return String(cell);
  return csvText(typeof cell === "string" ? cell : JSON.stringify(cell));
}
