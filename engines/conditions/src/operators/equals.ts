import { compileEquality, evaluateOrder } from "./comparison.ts";
import type { Operator } from "./operator.ts";

export const equals = {
  name: "equals",
  label: { zh: "等于", en: "is" },
  phrase: { zh: "{field}等于{0}", en: "{field} is {0}" },
  fieldTypes: ["text", "number", "boolean", "date", "dateTime", "select", "reference"],
  operands: ["value"],
  evaluate: evaluateOrder((order) => order === 0),
  compile: compileEquality("="),
} as const satisfies Operator;
