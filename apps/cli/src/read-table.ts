import { constants } from "node:buffer";
import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { CsvError, parse } from "csv-parse/sync";
import { UsageError } from "./command.ts";
import { cutCells } from "./cut-cells.ts";

/** A text table: names of the columns and their cells, column by column. */
export interface TextTable {
  readonly names: readonly string[];
  /** One of a file is cut from its text whenever it is asked for, so that a large file is not held cell by cell: ask once. */
  readonly columns: readonly (readonly string[])[];
  readonly rows: number;
}

/** A space separates only where none of these does. */
const separators = [",", ";", "\t", "|"] as const;

/**
 * Reads a CSV file with a header line, or without one where `given` names its columns: UTF-8, else in the encoding that it
 * shows, else GB 18030; gzip by content, the separator found from the first line or named by it (`sep=;`), decimal commas where the
 * separator is another. Throws `UsageError` that says what and where.
 */
export async function readTable(path: string, given?: readonly string[]): Promise<TextTable> {
  const lines = readLines(await readText(path), path);
  if (lines.count === 0) throw new UsageError(`${path} is empty`);
  const names = given ?? lines.first;
  const from = given ? 0 : 1;
  if (names.length !== lines.first.length)
    throw new UsageError(`${path} has ${lines.first.length} columns, not ${names.length}`);
  const trimmed = names.map((name) => name.trim());
  const double = trimmed.find((name, place) => trimmed.indexOf(name) !== place);
  if (double !== undefined) throw new UsageError(`${path}: two columns are named “${double}”`);
  const rows = lines.count - from;
  const numbers = trimmed.map((name) =>
    lines.hasDecimalCommas && decimal.test(name) ? name.replace(",", ".") : name,
  );
  if (
    !given &&
    rows > 0 &&
    numbers.every((name) => decimalNumber.test(name)) &&
    numbers.some((name) => !/^\d+$/.test(name))
  )
    throw new UsageError(
      `${path}: the first line holds numbers, not names (“${lines.first.join(", ")}”); name the columns with --columns A,B,…`,
    );
  if (rows === 0) throw new UsageError(`${path} has a header but no rows`);
  const columns: (readonly string[])[] = [];
  for (const place of trimmed.keys()) {
    const cut = () => lines.column(place, from);
    const get = lines.hasDecimalCommas ? () => withDecimalPoints(cut()) : cut;
    Object.defineProperty(columns, place, { get, enumerable: true });
  }
  return { names: trimmed, columns, rows };
}

async function readText(path: string): Promise<string> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === "ENOENT" ? "there is no such file" : error.message;
    throw new UsageError(`Cannot read ${path}: ${why}`);
  });
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const plain = isGzip ? unpack(bytes, path) : bytes;
  for (const findEncoding of [() => "utf-8", () => encodingOf(plain)]) {
    const text = decode(plain, await findEncoding());
    if (text !== undefined && !text.includes("\0")) return text;
  }
  if (plain.length > constants.MAX_STRING_LENGTH) {
    const most = Math.floor(constants.MAX_STRING_LENGTH / 1e6);
    throw new UsageError(`${path} holds more than ${most} MB of text; leave out rows or columns`);
  }
  throw new UsageError(
    `${path} is not text in UTF-8, UTF-16, GB 18030, Big5, Shift-JIS or Windows-1252${isGzip ? " inside its gzip" : ""}`,
  );
}

const tellingBytes = 1024 ** 2;

/** What the file shows where that is sure, as imports read it; else GB 18030. */
async function encodingOf(bytes: Uint8Array): Promise<string> {
  const { detectEncoding } = await import("@causeway/module-records");
  // Zeros and marks tell at the beginning, characters from the first of them on.
  const isWide = (bytes[0] ?? 0) >= 0xfe || bytes.subarray(0, 1024).includes(0);
  const at = isWide
    ? 0
    : Math.max(
        0,
        bytes.findIndex((byte) => byte > 0x7f),
      );
  const { encoding, isSure } = detectEncoding(bytes.subarray(at, at + tellingBytes));
  return isSure ? encoding : "gb18030";
}

function unpack(bytes: Uint8Array, path: string): Uint8Array {
  try {
    return gunzipSync(bytes);
  } catch {
    throw new UsageError(`${path} is a broken gzip file`);
  }
}

function decode(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

interface Lines {
  readonly count: number;
  /** Cells of the first line. */
  readonly first: readonly string[];
  /** Cells of one column, from a line on. */
  readonly column: (place: number, from: number) => readonly string[];
  /** Where commas do not separate, they may stand before decimals. */
  readonly hasDecimalCommas: boolean;
}

function readLines(whole: string, path: string): Lines {
  const named = /^\uFEFF?sep=(.)\r?\n/.exec(whole);
  const text = whole.slice(named ? named[0].length : whole.startsWith("\uFEFF") ? 1 : 0);
  const header = text.slice(0, text.indexOf("\n") < 0 ? text.length : text.indexOf("\n"));
  const likely = separators.toSorted((a, b) => count(header, b) - count(header, a))[0] ?? ",";
  const found = count(header, likely) === 0 && header.trim().includes(" ") ? " " : likely;
  const delimiter = named?.[1] ?? found;
  const hasDecimalCommas = delimiter !== ",";
  const cells = cutCells(text, delimiter);
  if (cells !== undefined) {
    const places = Array.from({ length: cells.width }, (_, place) => place);
    const first = places.map((place) => cells.column(place, 0, 1)[0] ?? "");
    return { count: cells.lines, first, column: cells.column, hasDecimalCommas };
  }
  const records = parseRecords(text, delimiter, path);
  return {
    count: records.length,
    first: records[0] ?? [],
    column: (place, from) => records.slice(from).map((record) => record[place] ?? ""),
    hasDecimalCommas,
  };
}

function parseRecords(text: string, delimiter: string, path: string): readonly string[][] {
  try {
    return parse(text, { delimiter, skip_empty_lines: true });
  } catch (error) {
    if (error instanceof CsvError) throw new UsageError(`${path}: ${error.message}`);
    throw error;
  }
}

const decimalNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const decimal = /^[+-]?\d*,\d+(e[+-]?\d+)?$/i;
const plain = /^[+-]?\d*(e[+-]?\d+)?$/i;

/** `0,5` becomes `0.5` in a column that holds nothing but such numbers. */
function withDecimalPoints(cells: readonly string[]): readonly string[] {
  const isDecimal =
    cells.some((cell) => decimal.test(cell.trim())) &&
    cells.every((cell) => {
      const trimmed = cell.trim();
      return decimal.test(trimmed) || plain.test(trimmed) || missing.test(trimmed);
    });
  if (!isDecimal) return cells;
  return cells.map((cell) => (decimal.test(cell.trim()) ? cell.replace(",", ".") : cell));
}

const missing = /^(na|n\/a|nan|null|none|-|\?)$/i;

function count(text: string, separator: string): number {
  return text.split(separator).length - 1;
}
