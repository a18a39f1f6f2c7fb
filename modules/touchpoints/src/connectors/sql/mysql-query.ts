import { AppError } from "@causeway/kernel";
import type { FieldPacket } from "mysql2/promise";
import { flags, isBinary, types } from "./mysql-types.ts";
import type { TableChoice } from "./table-choice.ts";
import type { TablePlace } from "./table-database.ts";

function quoted(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}

const tableOf = ({ table }: TableChoice): string => table.split(".").map(quoted).join(".");

/** Asks for no row; its answer tells the types of the cursor and the key. */
export function columnsQuery(choice: TableChoice): string {
  const { cursorColumn, keyColumn } = choice;
  return `select t.${quoted(cursorColumn)}, t.${quoted(keyColumn)} from ${tableOf(choice)} t limit 0`;
}

/**
 * The next rows of a table behind a place, in the order of cursor and key: both as texts, then the columns of the record.
 * Every name is quoted and every value a parameter. Rows without a cursor are not read. Throws an AppError for a
 * cursor or a key whose values do not survive as texts.
 */
export function rowsQuery(
  choice: TableChoice,
  columns: readonly FieldPacket[],
  place: TablePlace | null,
  limit: number,
): { readonly sql: string; readonly values: readonly string[] } {
  const [cursor, key] = [choice.cursorColumn, choice.keyColumn].map((name, at) =>
    ordered(name, columns[at]),
  ) as [Ordered, Ordered];
  const record =
    choice.columns.length === 0
      ? "t.*"
      : choice.columns.map((name) => `t.${quoted(name)}`).join(", ");
  // Pairs are not compared as such, because MySQL finds no index for that.
  const behind =
    place === null
      ? `${cursor.column} is not null`
      : `${cursor.column} >= ${cursor.value} and (${cursor.column} > ${cursor.value} or ${key.column} > ${key.value})`;
  return {
    sql: `select ${cursor.text}, ${key.text}, ${record} from ${tableOf(choice)} t
      where ${behind} order by ${cursor.column}, ${key.column} limit ${Math.floor(limit)}`,
    values: place === null ? [] : [place.cursor, place.cursor, place.key],
  };
}

/** A column by which rows are ordered: its value as text, and a parameter with such a text as a value of its type. */
interface Ordered {
  readonly column: string;
  readonly text: string;
  readonly value: string;
}

function ordered(name: string, field: FieldPacket | undefined): Ordered {
  const column = `t.${quoted(name)}`;
  if (field !== undefined && isBinary(field)) {
    return { column, text: `hex(${column})`, value: "unhex(?)" };
  }
  const value = field && parameterOf(field);
  if (value === undefined) {
    throw new AppError("bad-input", {
      zh: `列 ${name} 的类型不能用来排序；请选用整数、定点数、日期时间或文本列`,
      en: `The type of the column ${name} gives no order to go by; choose whole numbers, decimals, dates, times or text`,
    });
  }
  return { column, text: `cast(${column} as char)`, value };
}

/** A text compared with a number would be compared as a number that is not exact. */
function parameterOf({ columnType, flags: set }: FieldPacket): string | undefined {
  const isSet = (flag: number): boolean => (Number(set) & flag) !== 0;
  switch (columnType) {
    case types.tiny:
    case types.short:
    case types.medium:
    case types.long:
    case types.longLong:
    case types.year:
      return isSet(flags.unsigned) ? "cast(? as unsigned)" : "cast(? as signed)";
    case types.decimal:
      return "cast(? as decimal(65, 30))";
    case types.timestamp:
    case types.dateTime:
      return "cast(? as datetime(6))";
    case types.date:
      return "cast(? as date)";
    case types.varString:
    case types.string:
      return isSet(flags.enumeration) || isSet(flags.set) ? undefined : "?";
    default:
      return undefined;
  }
}
