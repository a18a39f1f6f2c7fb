import { compileEquality, evaluateOrder } from "./comparison.ts";
import type { Operator } from "./operator.ts";

export const notEquals = {
  name: "notEquals",
  label: { zh: "不等于", en: "is not" },
  phrase: { zh: "{field}不等于{0}", en: "{field} is not {0}" },
  fieldTypes: ["text", "number", "boolean", "date", "dateTime", "select", "reference"],
  operands: ["value"],
  evaluate: evaluateOrder((order) => order !== 0),
  compile: compileEquality("<>"),
} as const satisfies Operator;
