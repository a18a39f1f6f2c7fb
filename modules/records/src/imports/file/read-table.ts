import { type Duplex, pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { AppError } from "@causeway/kernel";
import type { Locale } from "@causeway/platform-contract";
import { parse } from "csv-parse";
import { cutText } from "../../search/cut-text.ts";
import { detectEncoding, type Encoding } from "./detect-encoding.ts";
import { detectSeparator } from "./detect-separator.ts";
import { type RefuseFile, refuseFileIn } from "./refuse-file.ts";

/** A table in a text file: what it is written in, its columns, and its rows as they come. */
export interface TableFile {
  readonly encoding: Encoding;
  readonly separator: string;
  /** Names of the columns, none empty, none twice. */
  readonly columns: readonly string[];
  readonly rows: AsyncIterable<TableRow>;
}

export interface TableRow {
  /** Line of the file on which the row begins, from 1; the head line is the first. */
  readonly line: number;
  readonly cells: readonly string[];
}

const startBytes = 64 * 1024;
const mostColumns = 400;
const mostBytes = 2 * 1024 ** 3;
const longestRow = 1024 ** 2;
const harmlessBytes = 1024 ** 2;
const mostUnpacking = 200;

/**
 * Reads CSV and its relatives as a stream: UTF-8, UTF-16 and GB18030, separated by comma, semicolon, tab or bar,
 * quoted or not, also packed with gzip. Throws AppError("bad-input") for what is not a table.
 */
export async function readTable(
  input: AsyncIterable<Uint8Array>,
  locale: Locale = "en",
): Promise<TableFile> {
  const refuse = refuseFileIn(locale);
  const bytes = unpacked(await peek(input, 2), refuse);
  const { start, rest } = await peek(bytes, startBytes);
  if (start.length === 0) throw refuse("empty");
  if (isWorkbook(start)) throw refuse("spreadsheet");
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
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      max_record_size: longestRow,
    }),
  );
  const records = recordsOf(parser, refuse);
  const head = await records.next();
  if (head.done) throw refuse("empty");
  const columns = columnNames(head.value.cells);
  if (columns.length > mostColumns) throw refuse("columns");
  return { encoding, separator, columns, rows: records };
}

interface ParsedRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/** The first bytes of .xlsx (a ZIP) and of .xls (a compound file); text begins with neither. */
const workbooks = [
  [0x50, 0x4b, 0x03, 0x04],
  [0xd0, 0xcf, 0x11, 0xe0],
] as const;

function isWorkbook(start: Uint8Array): boolean {
  return workbooks.some((bytes) => bytes.every((byte, index) => start[index] === byte));
}

async function* recordsOf(
  parser: AsyncIterable<ParsedRecord>,
  refuse: RefuseFile,
): AsyncGenerator<TableRow> {
  try {
    for await (const { record, info } of parser) {
      // The parser tells the line on which a row ends.
      const breaks = record.reduce((sum, cell) => sum + (cell.match(/\n/g)?.length ?? 0), 0);
      yield { line: info.lines - breaks, cells: record.map(cleanCell) };
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
