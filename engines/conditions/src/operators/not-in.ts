import { sql } from "../sql-fragment.ts";
import { listHas } from "../value.ts";
import { isIn } from "./in.ts";
import { type Operator, operandAt, strictly } from "./operator.ts";

export const isNotIn = {
  name: "notIn",
  label: { zh: "不属于", en: "is none of" },
  phrase: { zh: "{field}不是{0}中的任何一个", en: "{field} is none of {0}" },
  fieldTypes: isIn.fieldTypes,
  operands: ["list"],
  evaluate: strictly((left, list = []) => !listHas(list, left)),
  compile: ({ left, operands }) => sql`${left.sql} <> ALL(${operandAt(operands, 0).sql})`,
} as const satisfies Operator;
