import { sql } from "../sql-fragment.ts";
import { overlaps } from "./contains-any.ts";
import { type Operator, operandAt, strictly } from "./operator.ts";

export const containsNone = {
  name: "containsNone",
  label: { zh: "不包含任何", en: "contains none of" },
  phrase: { zh: "{field}不包含{0}中的任何一个", en: "{field} contains none of {0}" },
  fieldTypes: ["multiSelect"],
  operands: ["list"],
  evaluate: strictly((left, list = []) => !overlaps(left, list)),
  compile: ({ left, operands }) => sql`NOT (${left.sql} && ${operandAt(operands, 0).sql})`,
} as const satisfies Operator;
