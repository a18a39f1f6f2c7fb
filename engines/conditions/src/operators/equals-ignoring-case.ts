import { sql } from "../sql-fragment.ts";
import { type Operator, operandAt, textTypes } from "./operator.ts";
import { compileFoldCase, evaluateText, foldCase } from "./text-match.ts";

/** Upper and lower case of A–Z count as the same letter; an index on `lower(column COLLATE "C")` serves. */
export const equalsIgnoringCase = {
  name: "equalsIgnoringCase",
  label: { zh: "等于（不分大小写）", en: "is (any case)" },
  phrase: { zh: "{field}等于{0}（不分大小写）", en: "{field} is {0} in any case" },
  fieldTypes: textTypes,
  operands: ["value"],
  evaluate: evaluateText((text, other) => foldCase(text) === foldCase(other)),
  compile: ({ left, operands }) =>
    sql`${compileFoldCase(left)} = ${compileFoldCase(operandAt(operands, 0))}`,
} as const satisfies Operator;
