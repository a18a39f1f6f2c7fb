import type { FieldPacket } from "mysql2/promise";
import { parseExactly } from "../records/parse-exactly.ts";
import { types } from "./mysql-types.ts";

const mostBytes = 64;
const exactDigits = 15;

type Column = Pick<FieldPacket, "columnType" | "columnLength" | "extendedFormat">;

/**
 * A value of MySQL as JSON: BIT(1) as yes or no; whole numbers and decimals as numbers where those hold all their digits,
 * else as texts; a TIMESTAMP in UTC, a DATETIME as it is, since it has no zone; bytes in hexadecimal, without long ones.
 * TINYINT(1) stays a number: it is as often a state as a yes or no.
 */
export function mysqlValue(column: Column, value: unknown): unknown {
  if (Buffer.isBuffer(value)) return bytesOf(column, value);
  if (typeof value === "number")
    return column.columnType === types.float ? Number(value.toPrecision(6)) : value;
  if (typeof value !== "string") return value ?? null;
  if (column.columnType === types.json || column.extendedFormat === "json") return jsonOf(value);
  return textOf(column, value);
}

function textOf({ columnType }: Column, text: string): unknown {
  switch (columnType) {
    case types.longLong:
      return Number.isSafeInteger(Number(text)) ? Number(text) : text;
    case types.decimal:
      return isExact(text) ? Number(text) : text;
    case types.timestamp:
      return isZero(text) ? null : `${text.replace(" ", "T")}Z`;
    case types.dateTime:
    case types.date:
      return isZero(text) ? null : text;
    default:
      return text;
  }
}

const isExact = (decimal: string): boolean =>
  decimal.replace(/\D/g, "").replace(/^0+/, "").length <= exactDigits;

/** What MySQL keeps where a date is missing. */
const isZero = (text: string): boolean => text.startsWith("0000-00-00");

function jsonOf(text: string): unknown {
  try {
    return parseExactly(text);
  } catch {
    return text;
  }
}

function bytesOf({ columnType, columnLength }: Column, bytes: Buffer): unknown {
  if (columnType !== types.bit) return bytes.length > mostBytes ? null : bytes.toString("hex");
  const number = BigInt(`0x0${bytes.toString("hex")}`);
  if (columnLength === 1) return number === 1n;
  return number <= Number.MAX_SAFE_INTEGER ? Number(number) : String(number);
}
