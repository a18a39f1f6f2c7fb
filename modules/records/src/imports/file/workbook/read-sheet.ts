import type { TableRow } from "../read-table.ts";
import type { RefuseFile } from "../refuse-file.ts";
import { readXmlParts } from "./read-xml-parts.ts";
import { serialDate } from "./serial-date.ts";

/** What cells refer to. */
export interface SheetContext {
  readonly strings: readonly string[];
  readonly dateStyles: readonly boolean[];
  readonly epoch: 1900 | 1904;
}

const mostColumns = 1_000;
const longestCell = 100_000;

/** The rows of a sheet as text, those with no filled cell left out. */
export async function* readSheet(
  parts: AsyncIterable<string>,
  context: SheetContext,
  refuse: RefuseFile,
): AsyncGenerator<TableRow> {
  let ready: TableRow[] = [];
  let row = 0;
  let cells: string[] = [];
  let cell = { column: -1, type: "n", style: 0 };
  let text = "";
  let isValue = false;
  let isReading = false;
  const put = (): void => {
    if (text === "") return;
    if (cell.column >= mostColumns) throw refuse("columns");
    while (cells.length < cell.column) cells.push("");
    cells[cell.column] = shown(text, cell, context).replaceAll("\0", "").trim();
  };
  const handler = {
    open(name: string, attributes: Readonly<Record<string, string>>): void {
      if (name === "row") {
        row = Number(attributes["r"] ?? row + 1);
        cells = [];
        cell = { column: -1, type: "n", style: 0 };
      } else if (name === "c") {
        const column = columnOf(attributes["r"]) ?? cell.column + 1;
        cell = { column, type: attributes["t"] ?? "n", style: Number(attributes["s"] ?? 0) };
        text = "";
      } else if (name === "v" || name === "t") isValue = !isReading;
      // How a word is read stands beside it.
      else if (name === "rPh") isReading = true;
    },
    text(more: string): void {
      if (!isValue) return;
      text += more;
      if (text.length > longestCell) throw refuse("unreadable");
    },
    close(name: string): void {
      if (name === "v" || name === "t") isValue = false;
      else if (name === "rPh") isReading = false;
      else if (name === "c") put();
      else if (name === "row" && cells.some((each) => each !== "")) {
        ready.push({ line: row, row, cells });
      }
    },
  };
  for await (const _ of readXmlParts(parts, handler, refuse)) {
    yield* ready;
    ready = [];
  }
  yield* ready;
}

/** `BC12` → 54. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? "")?.[0];
  if (letters === undefined) return undefined;
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function shown(
  text: string,
  { type, style }: { readonly type: string; readonly style: number },
  { strings, dateStyles, epoch }: SheetContext,
): string {
  if (type === "s") return strings[Number(text)] ?? "";
  if (type === "b") return text === "1" ? "TRUE" : "FALSE";
  if (type !== "n") return text;
  const number = Number(text);
  if (!Number.isFinite(number)) return text;
  const date = dateStyles[style] === true ? serialDate(number, epoch) : undefined;
  // A workbook counts to fifteen digits; what lies behind them is how a computer writes a fraction.
  return date ?? String(Number(number.toPrecision(15)));
}
