import type { TableRow } from "../read-table.ts";
import type { RefuseFile } from "../refuse-file.ts";
import { columnOf } from "./column-of.ts";
import type { MergedCells } from "./merged-cells.ts";
import { readXmlParts } from "./read-xml-parts.ts";
import { serialDate } from "./serial-date.ts";

/** What cells refer to. */
export interface SheetContext {
  readonly strings: readonly string[];
  readonly dateStyles: readonly boolean[];
  readonly epoch: 1900 | 1904;
  readonly merged: MergedCells;
}

type Attributes = Readonly<Record<string, string>>;

const mostColumns = 1_000;
const longestCell = 100_000;
const leastShortened = 1e15;

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
  let isFormula = false;
  const formulas = { known: 0, unknown: 0 };
  const put = (): void => {
    if (text === "") return;
    if (cell.column >= mostColumns) throw refuse("columns");
    while (cells.length < cell.column) cells.push("");
    cells[cell.column] = shown(text, cell, context).replaceAll("\0", "").trim();
  };
  const begin = (): void => {
    isValue = !isReading;
    if (isFormula) formulas.known++;
  };
  const opened = new Map<string, (attributes: Attributes) => void>([
    [
      "row",
      ({ r = String(row + 1) }) => {
        row = Number(r);
        cells = [];
        cell = { column: -1, type: "n", style: 0 };
      },
    ],
    [
      "c",
      ({ r, t = "n", s = "0" }) => {
        cell = { column: columnIn(r) ?? cell.column + 1, type: t, style: Number(s) };
        text = "";
        isFormula = false;
      },
    ],
    [
      "f",
      () => {
        isFormula = true;
        formulas.unknown++;
      },
    ],
    ["v", begin],
    ["t", begin],
    // How a word is read stands beside it.
    [
      "rPh",
      () => {
        isReading = true;
      },
    ],
  ]);
  const handler = {
    open: (name: string, attributes: Attributes): void => opened.get(name)?.(attributes),
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
        context.merged.fill(row, cells);
        ready.push({ line: row, row, cells });
      }
    },
  };
  for await (const _ of readXmlParts(parts, handler, refuse)) {
    yield* ready;
    ready = [];
  }
  yield* ready;
  // Programs that write workbooks leave the values of formulas to the first spreadsheet that opens them.
  if (formulas.unknown > 0 && formulas.known === 0) throw refuse("formulas");
}

/** `BC12` → 54. */
function columnIn(reference: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? "")?.[0];
  return letters === undefined ? undefined : columnOf(letters);
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
  if (date !== undefined) return date;
  // A workbook counts to fifteen digits; what lies behind them is how a computer writes a fraction.
  const counted = Number(number.toPrecision(15));
  // Digits that it has lost are not made up as zeros.
  return Math.abs(counted) < leastShortened
    ? String(counted)
    : counted.toExponential().toUpperCase();
}
