import { rawSql, sql } from "../sql-fragment.ts";
import type { Value } from "../value.ts";
import type { Operator } from "./operator.ts";

/** Null, the empty text and the empty list. */
export function isEmptyValue(value: Value | null): boolean {
  return value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

export const isEmpty = {
  name: "isEmpty",
  label: { zh: "为空", en: "is empty" },
  phrase: { zh: "{field}为空", en: "{field} is empty" },
  fieldTypes: [
    "text",
    "number",
    "boolean",
    "date",
    "dateTime",
    "select",
    "multiSelect",
    "reference",
  ],
  operands: [],
  asksForNull: true,
  evaluate: ({ left }) => isEmptyValue(left),
  compile: ({ left, emptyLiteral }) =>
    emptyLiteral === undefined
      ? sql`${left.sql} IS NULL`
      : sql`${left.sql} IS NULL OR ${left.sql} = ${rawSql(emptyLiteral)}`,
} as const satisfies Operator;
