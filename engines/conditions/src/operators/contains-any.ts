import { sql } from "../sql-fragment.ts";
import { listHas, type Value } from "../value.ts";
import { type Operator, operandAt, strictly } from "./operator.ts";

/** Whether two lists share an entry. */
export function overlaps(left: Value, right: Value): boolean {
  if (!Array.isArray(left)) throw new TypeError("A list is expected");
  return left.some((entry) => listHas(right, entry));
}

export const containsAny = {
  name: "containsAny",
  label: { zh: "包含任一", en: "contains any of" },
  phrase: { zh: "{field}包含{0}中的任意一个", en: "{field} contains any of {0}" },
  fieldTypes: ["multiSelect"],
  operands: ["list"],
  evaluate: strictly((left, list = []) => overlaps(left, list)),
  compile: ({ left, operands }) => sql`${left.sql} && ${operandAt(operands, 0).sql}`,
} as const satisfies Operator;
