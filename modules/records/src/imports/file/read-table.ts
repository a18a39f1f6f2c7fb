import { type Duplex, pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { AppError } from "@causeway/kernel";
import type { Locale } from "@causeway/platform-contract";
import { parse } from "csv-parse";
import { detectEncoding, type Encoding } from "./detect-encoding.ts";
import { detectSeparator } from "./detect-separator.ts";
import { type RefuseFile, refuseFileIn } from "./refuse-file.ts";
import { type HeadedTable, withHead } from "./with-head.ts";
import { readWorkbook } from "./workbook/read-workbook.ts";

/** A table in a text file: what it is written in, its columns, and its rows as they come. */
export interface TableFile extends HeadedTable {
  readonly encoding: Encoding | "xlsx";
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

const startBytes = 64 * 1024;
const mostBytes = 2 * 1024 ** 3;
const longestRow = 1024 ** 2;
const harmlessBytes = 1024 ** 2;
const mostUnpacking = 200;

/** `sheet` of a workbook; without it the first one that has rows. */
export interface TableWish {
  readonly sheet?: string | undefined;
}

/**
 * Reads an Excel workbook, or CSV and its relatives as a stream: UTF-8, UTF-16 and GB18030, separated by comma, semicolon, tab or bar,
 * quoted or not, also packed with gzip. Throws AppError("bad-input" | "too-large") for what is not a
 * table.
 */
export async function readTable(
  input: AsyncIterable<Uint8Array>,
  locale: Locale = "en",
  { sheet }: TableWish = {},
): Promise<TableFile> {
  const refuse = refuseFileIn(locale);
  const bytes = unpacked(await peek(input, 2), refuse);
  const { start, rest } = await peek(bytes, startBytes);
  if (start.length === 0) throw refuse("empty");
  if (beginsWith(start, oldWorkbook)) throw refuse("spreadsheet");
  if (beginsWith(start, archive)) {
    const table = await readWorkbook(rest, refuse, sheet);
    return { encoding: "xlsx", separator: "", ...table };
  }
  const encoding = detectEncoding(start);
  const decoder = new TextDecoder(encoding);
  const separator = detectSeparator(new TextDecoder(encoding).decode(start));
  const parser = joined(
    Readable.from(decode(rest, decoder)),
    parse({
      delimiter: separator,
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      max_record_size: longestRow,
    }),
  );
  const records = recordsOf(parser, refuse);
  return { encoding, separator, ...(await withHead(records, refuse)) };
}

interface ParsedRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

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
  try {
    for await (const { record, info } of parser) {
      row++;
      const cells = record.map(cleanCell);
      if (cells.every((cell) => cell === "")) continue;
      // The parser tells the line on which a row ends.
      const breaks = record.reduce((sum, cell) => sum + (cell.match(/\n/g)?.length ?? 0), 0);
      yield { line: info.lines - breaks, row, cells };
    }
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw refuse("unreadable", cause);
  }
}

/** NUL, which PostgreSQL cannot hold, and white space around. */
function cleanCell(cell: string): string {
  return cell.replaceAll("\0", "").trim();
}

async function* decode(
  bytes: AsyncIterable<Uint8Array>,
  decoder: TextDecoder,
): AsyncGenerator<string> {
  for await (const chunk of bytes) {
    const text = decoder.decode(chunk, { stream: true });
    if (text !== "") yield text;
  }
  const last = decoder.decode();
  if (last !== "") yield last;
}

interface Peeked {
  readonly start: Uint8Array;
  /** All bytes, those of the start again. */
  readonly rest: AsyncIterable<Uint8Array>;
}

async function peek(input: AsyncIterable<Uint8Array>, wanted: number): Promise<Peeked> {
  const iterator = input[Symbol.asyncIterator]();
  const chunks: Uint8Array[] = [];
  let length = 0;
  while (length < wanted) {
    const next = await iterator.next();
    if (next.done) break;
    chunks.push(next.value);
    length += next.value.length;
  }
  const start = Buffer.concat(chunks);
  async function* rest(): AsyncGenerator<Uint8Array> {
    yield start;
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
  return { start: start.subarray(0, wanted), rest: rest() };
}

function unpacked({ start, rest }: Peeked, refuse: RefuseFile): AsyncIterable<Uint8Array> {
  const isGzip = start[0] === 0x1f && start[1] === 0x8b;
  if (!isGzip) return limited(rest, () => mostBytes, refuse);
  let packed = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of rest) {
      packed += chunk.length;
      yield chunk;
    }
  }
  // A table packs to a tenth or so; a thousandth was made to fill the disk.
  return limited(
    joined(Readable.from(counted()), createGunzip()),
    () => Math.min(mostBytes, Math.max(harmlessBytes, packed * mostUnpacking)),
    refuse,
  );
}

/** A stream behind another one that ends with its error: a file may be damaged, or its sender gone, at any place. */
function joined<Stream extends Duplex>(source: Readable, target: Stream): Stream {
  pipeline(source, target, () => undefined);
  return target;
}

async function* limited(
  input: AsyncIterable<Uint8Array>,
  most: () => number,
  refuse: RefuseFile,
): AsyncGenerator<Uint8Array> {
  let length = 0;
  try {
    for await (const chunk of input) {
      length += chunk.length;
      if (length > most() && length <= mostBytes) {
        throw refuse("unpacks");
      }
      if (length > mostBytes) throw refuse("large");
      yield chunk;
    }
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw refuse("damaged", cause);
  }
}
