import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { CsvError, parse } from "csv-parse/sync";
import { UsageError } from "./command.ts";

/** A text table: names of the columns and their cells, column by column. */
export interface TextTable {
  readonly names: readonly string[];
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
  const records = parseRecords(await readText(path), path);
  const [first, ...below] = records;
  if (first === undefined) throw new UsageError(`${path} is empty`);
  const names = given ?? first;
  const rows = given ? records : below;
  if (names.length !== first.length)
    throw new UsageError(`${path} has ${first.length} columns, not ${names.length}`);
  const trimmed = names.map((name) => name.trim());
  const double = trimmed.find((name, place) => trimmed.indexOf(name) !== place);
  if (double !== undefined) throw new UsageError(`${path}: two columns are named “${double}”`);
  if (
    !given &&
    rows.length > 0 &&
    trimmed.every((name) => decimalNumber.test(name)) &&
    trimmed.some((name) => !/^\d+$/.test(name))
  )
    throw new UsageError(
      `${path}: the first line holds numbers, not names (“${first.join(", ")}”); name the columns with --columns A,B,…`,
    );
  if (rows.length === 0) throw new UsageError(`${path} has a header but no rows`);
  const columns = trimmed.map((_, place) => rows.map((row) => row[place] ?? ""));
  return { names: trimmed, columns, rows: rows.length };
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

function parseRecords(whole: string, path: string): string[][] {
  const named = /^\uFEFF?sep=(.)\r?\n/.exec(whole);
  const text = named ? whole.slice(named[0].length) : whole;
  const header = text.slice(0, text.indexOf("\n") < 0 ? text.length : text.indexOf("\n"));
  const likely = separators.toSorted((a, b) => count(header, b) - count(header, a))[0] ?? ",";
  const found = count(header, likely) === 0 && header.trim().includes(" ") ? " " : likely;
  const delimiter = named?.[1] ?? found;
  try {
    const records = parse(text, { delimiter, bom: true, skip_empty_lines: true });
    return delimiter === "," ? records : withDecimalPoints(records);
  } catch (error) {
    if (error instanceof CsvError) throw new UsageError(`${path}: ${error.message}`);
    throw error;
  }
}

const decimalNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const decimal = /^[+-]?\d*,\d+(e[+-]?\d+)?$/i;
const plain = /^[+-]?\d*(e[+-]?\d+)?$/i;

/** `0,5` becomes `0.5` in columns that hold nothing but such numbers. */
function withDecimalPoints(records: string[][]): string[][] {
  const [, ...below] = records;
  const width = records[0]?.length ?? 0;
  const isDecimal = Array.from({ length: width }, (_, place) => {
    const cells = below.map((record) => (record[place] ?? "").trim());
    return (
      cells.some((cell) => decimal.test(cell)) &&
      cells.every((cell) => decimal.test(cell) || plain.test(cell) || missing.test(cell))
    );
  });
  if (!isDecimal.includes(true)) return records;
  return records.map((record) =>
    record.map((cell, place) =>
      isDecimal[place] && decimal.test(cell.trim()) ? cell.replace(",", ".") : cell,
    ),
  );
}

const missing = /^(na|n\/a|nan|null|none|-|\?)$/i;

function count(text: string, separator: string): number {
  return text.split(separator).length - 1;
}
