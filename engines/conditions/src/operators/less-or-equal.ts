import { compileOrder, evaluateOrder } from "./comparison.ts";
import { type Operator, orderedTypes } from "./operator.ts";

export const lessOrEqual = {
  name: "lessOrEqual",
  label: { zh: "小于等于", en: "at most" },
  phrase: { zh: "{field}小于等于{0}", en: "{field} is at most {0}" },
  fieldTypes: orderedTypes,
  operands: ["value"],
  evaluate: evaluateOrder((order) => order <= 0),
  compile: compileOrder("<="),
} as const satisfies Operator;
