import { sql } from "../sql-fragment.ts";
import { compareScalars } from "../value.ts";
import type { Operator } from "./operator.ts";
import { datedTypes, daysOf, shifted } from "./relative-days.ts";

/** Before everything that `inLastDays` with the same number covers. */
export const moreThanDaysAgo = {
  name: "moreThanDaysAgo",
  label: { zh: "超过几天前", en: "more than days ago" },
  phrase: { zh: "{field}在{0}以前", en: "{field} is more than {0} ago" },
  fieldTypes: datedTypes,
  operands: ["days"],
  evaluate({ left, operands, fieldType, moment }) {
    if (left === null) return null;
    const end = shifted(fieldType, moment, -daysOf(operands[0]));
    return compareScalars(left, end) < 0;
  },
  compile({ left, operands, fieldType, moment, constant }) {
    const end = shifted(fieldType, moment, -daysOf(operands[0]?.constant));
    return sql`${left.sql} < ${constant(end)}`;
  },
} as const satisfies Operator;
