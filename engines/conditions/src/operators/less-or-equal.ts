import { compileOrder, evaluateOrder } from "./comparison.ts";
import { datedWording, type Operator, orderedTypes } from "./operator.ts";

export const lessOrEqual = {
  name: "lessOrEqual",
  label: { zh: "小于等于", en: "at most" },
  phrase: { zh: "{field}小于等于{0}", en: "{field} is at most {0}" },
  wording: datedWording(
    { zh: "不晚于", en: "on or before" },
    { zh: "{field}不晚于{0}", en: "{field} is on or before {0}" },
  ),
  fieldTypes: orderedTypes,
  operands: ["value"],
  evaluate: evaluateOrder((order) => order <= 0),
  compile: compileOrder("<="),
} as const satisfies Operator;
