import { rawSql, sql } from "../sql-fragment.ts";
import { isEmpty, isEmptyValue } from "./is-empty.ts";
import type { Operator } from "./operator.ts";

export const isNotEmpty = {
  name: "isNotEmpty",
  label: { zh: "不为空", en: "is not empty" },
  phrase: { zh: "{field}不为空", en: "{field} is not empty" },
  fieldTypes: isEmpty.fieldTypes,
  operands: [],
  asksForNull: true,
  evaluate: ({ left }) => !isEmptyValue(left),
  compile: ({ left, emptyLiteral }) =>
    emptyLiteral === undefined
      ? sql`${left.sql} IS NOT NULL`
      : sql`${left.sql} IS NOT NULL AND ${left.sql} <> ${rawSql(emptyLiteral)}`,
} as const satisfies Operator;
