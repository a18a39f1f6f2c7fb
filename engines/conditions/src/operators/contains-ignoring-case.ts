import { sql } from "../sql-fragment.ts";
import { type Operator, operandAt, textTypes } from "./operator.ts";
import { compileFoldCase, evaluateText, foldCase, likePattern } from "./text-match.ts";

/** Upper and lower case of A–Z count as the same letter; other letters are compared as they are. */
export const containsIgnoringCase = {
  name: "containsIgnoringCase",
  label: { zh: "包含（不分大小写）", en: "contains (any case)" },
  phrase: { zh: "{field}包含{0}（不分大小写）", en: "{field} contains {0} in any case" },
  fieldTypes: textTypes,
  operands: ["value"],
  evaluate: evaluateText((text, part) => foldCase(text).includes(foldCase(part))),
  compile({ left, operands }) {
    const part = operandAt(operands, 0);
    const folded = compileFoldCase(left);
    return part.constant === undefined
      ? sql`strpos(${folded}, ${compileFoldCase(part)}) > 0`
      : sql`${folded} LIKE ${likePattern("%", foldCase(String(part.constant)), "%")}`;
  },
} as const satisfies Operator;
