import { sql } from "../sql-fragment.ts";
import { type Operator, operandAt, textTypes } from "./operator.ts";
import { compileContains, evaluateText } from "./text-match.ts";

export const notContains = {
  name: "notContains",
  label: { zh: "不包含", en: "does not contain" },
  phrase: { zh: "{field}不包含{0}", en: "{field} does not contain {0}" },
  fieldTypes: textTypes,
  operands: ["value"],
  evaluate: evaluateText((text, part) => !text.includes(part)),
  compile: ({ left, operands }) => sql`NOT (${compileContains(left, operandAt(operands, 0))})`,
} as const satisfies Operator;
