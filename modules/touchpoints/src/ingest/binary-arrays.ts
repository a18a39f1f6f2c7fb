import { dayNumber, setText, setTime, uuidBytes, wordsOf } from "./binary-values.ts";
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
    const length = value === null ? nullLength : setText(bytes, at + 4, value);
    words.setInt32(at, length);
    at += 4 + Math.max(0, length);
  }
  return bytes;
}

/** A `uuid[]`; made for few different ones. */
export function uuidArray(ids: readonly string[], memory: Memory = freshMemory): Buffer {
  const bytes = fixedArray(oids.uuid, ids.length, 16, memory);
  ids.forEach((id, index) => {
    bytes.set(uuidBytes(id), headBytes + index * 20 + 4);
  });
  return bytes;
}

/** A `timestamptz[]`. */
export function timestampArray(times: readonly Date[], memory: Memory = freshMemory): Buffer {
  const bytes = fixedArray(oids.timestamptz, times.length, 8, memory);
  const words = wordsOf(bytes);
  times.forEach((time, index) => {
    setTime(words, headBytes + index * 12 + 4, time);
  });
  return bytes;
}

/** A `date[]` of days as `2026-11-01`; made for few different ones. */
export function dateArray(days: readonly string[], memory: Memory = freshMemory): Buffer {
  const bytes = fixedArray(oids.date, days.length, 4, memory);
  const words = wordsOf(bytes);
  days.forEach((day, index) => {
    words.setInt32(headBytes + index * 8 + 4, dayNumber(day));
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
