import { sql } from "../sql-fragment.ts";
import { type Operator, operandAt, textTypes } from "./operator.ts";
import { evaluateText, likePattern } from "./text-match.ts";

/** For a constant a btree index on the column under `COLLATE "C"` serves. */
export const startsWith = {
  name: "startsWith",
  label: { zh: "开头是", en: "starts with" },
  phrase: { zh: "{field}以{0}开头", en: "{field} starts with {0}" },
  fieldTypes: textTypes,
  operands: ["value"],
  evaluate: evaluateText((text, part) => text.startsWith(part)),
  compile({ left, operands }) {
    const part = operandAt(operands, 0);
    return part.constant === undefined
      ? sql`starts_with(${left.collated}, ${part.sql})`
      : sql`${left.collated} LIKE ${likePattern("", part.constant, "%")}`;
  },
} as const satisfies Operator;
