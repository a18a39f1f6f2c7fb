import { sql } from "../sql-fragment.ts";
import { listHas } from "../value.ts";
import { type Operator, operandAt, strictly } from "./operator.ts";

export const isIn = {
  name: "in",
  label: { zh: "属于", en: "is one of" },
  phrase: { zh: "{field}是{0}之一", en: "{field} is one of {0}" },
  fieldTypes: ["text", "number", "date", "select", "reference"],
  operands: ["list"],
  evaluate: strictly((left, list = []) => listHas(list, left)),
  compile: ({ left, operands }) => sql`${left.sql} = ANY(${operandAt(operands, 0).sql})`,
} as const satisfies Operator;
