import { sql } from "../sql-fragment.ts";
import { listHas } from "../value.ts";
import { type Operator, operandAt, strictly } from "./operator.ts";

export const containsAll = {
  name: "containsAll",
  label: { zh: "包含全部", en: "contains all of" },
  phrase: { zh: "{field}包含{0}的全部", en: "{field} contains all of {0}" },
  fieldTypes: ["multiSelect"],
  operands: ["list"],
  evaluate: strictly(
    (left, list = []) => Array.isArray(list) && list.every((entry) => listHas(left, entry)),
  ),
  compile: ({ left, operands }) => sql`${left.sql} @> ${operandAt(operands, 0).sql}`,
} as const satisfies Operator;
