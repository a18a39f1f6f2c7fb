import { sql } from "../sql-fragment.ts";
import { compareScalars } from "../value.ts";
import type { Operator } from "./operator.ts";
import { datedTypes, daysOf, shifted } from "./relative-days.ts";

/** From `now` back by so many days of 24 hours; for dates from today back, today included. */
export const inLastDays = {
  name: "inLastDays",
  label: { zh: "最近几天内", en: "in the last days" },
  phrase: { zh: "{field}在最近{0}内", en: "{field} is in the last {0}" },
  fieldTypes: datedTypes,
  operands: ["days"],
  evaluate({ left, operands, fieldType, moment }) {
    if (left === null) return null;
    const from = shifted(fieldType, moment, -daysOf(operands[0]));
    const to = shifted(fieldType, moment, 0);
    return compareScalars(from, left) <= 0 && compareScalars(left, to) <= 0;
  },
  compile({ left, operands, fieldType, moment, constant }) {
    const from = shifted(fieldType, moment, -daysOf(operands[0]?.constant));
    const to = shifted(fieldType, moment, 0);
    return sql`${left.sql} BETWEEN ${constant(from)} AND ${constant(to)}`;
  },
} as const satisfies Operator;
