import { sql } from "../sql-fragment.ts";
import { type Operator, operandAt, textTypes } from "./operator.ts";
import { evaluateText, likePattern } from "./text-match.ts";

export const endsWith = {
  name: "endsWith",
  label: { zh: "结尾是", en: "ends with" },
  phrase: { zh: "{field}以{0}结尾", en: "{field} ends with {0}" },
  fieldTypes: textTypes,
  operands: ["value"],
  evaluate: evaluateText((text, part) => text.endsWith(part)),
  compile({ left, operands }) {
    const part = operandAt(operands, 0);
    return part.constant === undefined
      ? sql`right(${left.collated}, length(${part.sql})) = ${part.sql}`
      : sql`${left.sql} LIKE ${likePattern("%", part.constant, "")}`;
  },
} as const satisfies Operator;
