import { sql } from "../sql-fragment.ts";
import { compareScalars } from "../value.ts";
import type { Operator } from "./operator.ts";
import { datedTypes, daysOf, shifted } from "./relative-days.ts";

/** After everything that `inNextDays` with the same number covers. */
export const moreThanDaysAhead = {
  name: "moreThanDaysAhead",
  label: { zh: "超过几天后", en: "more than days ahead" },
  phrase: { zh: "{field}在{0}以后", en: "{field} is more than {0} ahead" },
  fieldTypes: datedTypes,
  operands: ["days"],
  evaluate({ left, operands, fieldType, moment }) {
    if (left === null) return null;
    const end = shifted(fieldType, moment, daysOf(operands[0]));
    return compareScalars(left, end) > 0;
  },
  compile({ left, operands, fieldType, moment, constant }) {
    const end = shifted(fieldType, moment, daysOf(operands[0]?.constant));
    return sql`${left.sql} > ${constant(end)}`;
  },
} as const satisfies Operator;
