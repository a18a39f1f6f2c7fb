import { Readable } from "node:stream";
import { AppError } from "@causeway/kernel";
import type { FileEncoding, Locale } from "@causeway/platform-contract";
import { parse } from "csv-parse";
import { joined } from "./bytes/joined.ts";
import { peek } from "./bytes/peek.ts";
import { unpacked } from "./bytes/unpacked.ts";
import { type RefuseFile, refuseFileIn } from "./refuse-file.ts";
import type { FoundEncoding } from "./text/detect-encoding.ts";
import { detectSeparator } from "./text/detect-separator.ts";
import { openText } from "./text/open-text.ts";
import { type HeadedTable, withHead } from "./with-head.ts";
import { readWorkbook } from "./workbook/read-workbook.ts";

/** A table in a text file: what it is written in, its columns, and its rows as they come. */
export interface TableFile extends HeadedTable {
  /** Of text: known when all rows are read; before, what the beginning shows. */
  written(): FoundEncoding | undefined;
  /** None in a workbook. */
  readonly separator: string;
  /** Of a workbook: the sheet that is read, and all that could be. */
  readonly sheet?: string;
  readonly sheets?: readonly string[];
}

export interface TableRow {
  /** Line of the file on which the row begins, from 1: breaks inside of cells count. */
  readonly line: number;
  /** As a spreadsheet counts, from 1: empty rows count, breaks inside of cells do not. */
  readonly row: number;
  readonly cells: readonly string[];
}

const longestRow = 1024 ** 2;

export interface TableWish {
  /** Of a workbook; without it the first sheet that has rows. */
  readonly sheet?: string | undefined;
  /** Of text; without it the encoding that it shows. */
  readonly encoding?: FileEncoding | undefined;
}

/**
 * Reads an Excel workbook, or CSV and its relatives as a stream: in the encoding that its characters show (`detectEncoding`)
 * or that is wished, separated by comma, semicolon, tab or bar, quoted or not, also packed with gzip. Throws
 * AppError("bad-input" | "too-large") for what is not a table.
 */
export async function readTable(
  input: AsyncIterable<Uint8Array>,
  locale: Locale = "en",
  { sheet, encoding }: TableWish = {},
): Promise<TableFile> {
  const refuse = refuseFileIn(locale);
  const { start, rest } = await peek(await unpacked(input, refuse), archive.length);
  if (start.length === 0) throw refuse("empty");
  if (beginsWith(start, oldWorkbook)) throw refuse("spreadsheet");
  if (beginsWith(start, archive)) {
    const table = await readWorkbook(rest, refuse, sheet);
    return { separator: "", written: () => undefined, ...table };
  }
  const text = await openText(rest, encoding);
  if (encoding === undefined && isNoText(text.start)) throw refuse("picture");
  const separator = detectSeparator(text.start);
  const parser = joined(
    Readable.from(text.parts),
    parse({
      delimiter: separator,
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      max_record_size: longestRow,
      // Files that were put together have more than one of them.
      record_delimiter: ["\r\n", "\n", "\r"],
    }),
  );
  const records = recordsOf(parser, refuse);
  return { separator, written: text.found, ...(await withHead(records, refuse)) };
}

interface ParsedRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

const pageFormat = "%PDF-";
const mostControls = 0.04;

/** Whether what was decoded are the bytes of something else: in text, characters that control a terminal hardly occur. */
function isNoText(start: string): boolean {
  const controls = start.match(noText)?.length ?? 0;
  return start.startsWith(pageFormat) || controls > mostControls * start.length;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const noText = /[\u0001-\u0008\u000e-\u0019\u001c-\u001f]/g;

/** The first bytes of .xlsx (a ZIP) and of .xls (a compound file); text begins with neither. */
const archive = [0x50, 0x4b, 0x03, 0x04];
const oldWorkbook = [0xd0, 0xcf, 0x11, 0xe0];

function beginsWith(start: Uint8Array, bytes: readonly number[]): boolean {
  return bytes.every((byte, index) => start[index] === byte);
}

async function* recordsOf(
  parser: AsyncIterable<ParsedRecord>,
  refuse: RefuseFile,
): AsyncGenerator<TableRow> {
  let row = 0;
  let doubled = 0;
  try {
    for await (const { record, info } of parser) {
      row++;
      const cells = record.map(cleanCell);
      const isNote = row === 1 && cells[0] === "sep=";
      if (isNote || cells.every((cell) => cell === "")) continue;
      // The parser tells the line on which a row ends, and counts both characters of a break inside of a cell.
      const breaks = countIn(record, /[\r\n]/g);
      yield { line: info.lines - doubled - breaks, row, cells };
      doubled += countIn(record, /\r\n/g);
    }
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw refuse("unreadable", cause);
  }
}

function countIn(record: readonly string[], pattern: RegExp): number {
  return record.reduce((sum, cell) => sum + (cell.match(pattern)?.length ?? 0), 0);
}

/** NUL, which PostgreSQL cannot hold, and white space around. */
function cleanCell(cell: string): string {
  return cell.replaceAll("\0", "").trim();
}
