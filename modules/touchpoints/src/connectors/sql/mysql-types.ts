import type { FieldPacket } from "mysql2/promise";

/** Numbers of column types on the wire (`enum_field_types`). */
export const types = {
  ...{ tiny: 1, short: 2, long: 3, float: 4, timestamp: 7, longLong: 8, medium: 9, date: 10 },
  ...{ dateTime: 12, year: 13, bit: 16, json: 245, decimal: 246, varString: 253, string: 254 },
} as const;

/** Flags of a column on the wire. */
export const flags = { unsigned: 32, enumeration: 256, set: 2048 } as const;

/** The number of the character set of what is no text. */
const binary = 63;

/** Whether a column holds bytes, such as a UUID of BINARY(16). */
export function isBinary({ columnType, characterSet }: FieldPacket): boolean {
  const isString = columnType === types.varString || columnType === types.string;
  return isString && characterSet === binary;
}
