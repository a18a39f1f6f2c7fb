import { sql } from "../sql-fragment.ts";
import { compareScalars, type Value, type Verdict, verdictAnd } from "../value.ts";
import { type Operator, operandAt, orderedTypes } from "./operator.ts";

function atMost(low: Value | null, high: Value | null): Verdict {
  return low === null || high === null ? null : compareScalars(low, high) <= 0;
}

/** Both ends included. As in SQL one null end does not save a value that the other end excludes. */
export const between = {
  name: "between",
  label: { zh: "介于", en: "between" },
  phrase: { zh: "{field}介于{0}和{1}之间", en: "{field} is between {0} and {1}" },
  fieldTypes: orderedTypes,
  operands: ["value", "value"],
  evaluate: ({ left, operands }) =>
    verdictAnd([atMost(operandAt(operands, 0), left), atMost(left, operandAt(operands, 1))]),
  compile: ({ left, operands }) =>
    sql`${left.collated} BETWEEN ${operandAt(operands, 0).sql} AND ${operandAt(operands, 1).sql}`,
} as const satisfies Operator;
