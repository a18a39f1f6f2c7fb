import { freshMemory, type Memory } from "./reused-memory.ts";

/**
 * One-dimensional arrays in PostgreSQL's binary format (array_send in the server's arrayfuncs.c): neither side writes or
 * reads quotes and escapes, which is most of the work that a client has with many rows.
 */
const oids = { text: 25, uuid: 2950, date: 1082, timestamptz: 1184 } as const;

const headBytes = 20;
const nullLength = -1;

/** A `text[]`, of texts or of their bytes in UTF-8; they must hold no NUL. */
export function textArray(
  values: readonly (string | Buffer | null)[],
  memory: Memory = freshMemory,
): Buffer {
  let size = headBytes;
  for (const value of values) size += 4 + (value === null ? 0 : Buffer.byteLength(value));
  const bytes = memory.take(size);
  writeHead(bytes, oids.text, values.length);
  const words = wordsOf(bytes);
  let at = headBytes;
  for (const value of values) {
    const length = value === null ? nullLength : put(value, bytes, at + 4);
    words.setInt32(at, length);
    at += 4 + Math.max(0, length);
  }
  return bytes;
}

function put(value: string | Buffer, bytes: Buffer, at: number): number {
  return typeof value === "string" ? bytes.write(value, at) : value.copy(bytes, at);
}

/** Numbers in network order; cheaper by the million than the functions of a Buffer, which check what they are given. */
function wordsOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A `uuid[]`; made for few different ones. */
export function uuidArray(ids: readonly string[], memory: Memory = freshMemory): Buffer {
  const bytes = fixedArray(oids.uuid, ids.length, 16, memory);
  let last: string | undefined;
  let own = Buffer.alloc(0);
  ids.forEach((id, index) => {
    if (id !== last) own = Buffer.from(id.replaceAll("-", ""), "hex");
    last = id;
    bytes.set(own, headBytes + index * 20 + 4);
  });
  return bytes;
}

const epochMs = Date.UTC(2000, 0, 1);
const dayMs = 86_400_000;
const wordValues = 2 ** 32;

/** A `timestamptz[]`: microseconds since 2000. */
export function timestampArray(times: readonly Date[], memory: Memory = freshMemory): Buffer {
  const bytes = fixedArray(oids.timestamptz, times.length, 8, memory);
  const words = wordsOf(bytes);
  times.forEach((time, index) => {
    // Word by word, as microseconds of far years are no exact numbers.
    const milliseconds = time.getTime() - epochMs;
    const high = Math.floor(milliseconds / wordValues);
    const low = (milliseconds - high * wordValues) * 1000;
    const carried = Math.floor(low / wordValues);
    const at = headBytes + index * 12 + 4;
    words.setInt32(at, high * 1000 + carried);
    words.setUint32(at + 4, low - carried * wordValues);
  });
  return bytes;
}

/** A `date[]` of days as `2026-11-01`, days since 2000; made for few different ones. */
export function dateArray(days: readonly string[], memory: Memory = freshMemory): Buffer {
  const bytes = fixedArray(oids.date, days.length, 4, memory);
  const words = wordsOf(bytes);
  let last: string | undefined;
  let number = 0;
  days.forEach((day, index) => {
    if (day !== last) number = (Date.parse(day) - epochMs) / dayMs;
    last = day;
    words.setInt32(headBytes + index * 8 + 4, number);
  });
  return bytes;
}

function fixedArray(oid: number, count: number, width: number, memory: Memory): Buffer {
  const bytes = memory.take(headBytes + count * (4 + width));
  writeHead(bytes, oid, count);
  const words = wordsOf(bytes);
  for (let index = 0; index < count; index++) {
    words.setInt32(headBytes + index * (4 + width), width);
  }
  return bytes;
}

/** One dimension, with or without nulls (the server does not rely on the flag), from index 1. */
function writeHead(bytes: Buffer, oid: number, count: number): void {
  bytes.writeInt32BE(1, 0);
  bytes.writeInt32BE(1, 4);
  bytes.writeInt32BE(oid, 8);
  bytes.writeInt32BE(count, 12);
  bytes.writeInt32BE(1, 16);
}
