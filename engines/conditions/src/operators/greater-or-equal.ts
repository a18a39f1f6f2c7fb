import { compileOrder, evaluateOrder } from "./comparison.ts";
import { datedWording, type Operator, orderedTypes } from "./operator.ts";

export const greaterOrEqual = {
  name: "greaterOrEqual",
  label: { zh: "大于等于", en: "at least" },
  phrase: { zh: "{field}大于等于{0}", en: "{field} is at least {0}" },
  wording: datedWording(
    { zh: "不早于", en: "on or after" },
    { zh: "{field}不早于{0}", en: "{field} is on or after {0}" },
  ),
  fieldTypes: orderedTypes,
  operands: ["value"],
  evaluate: evaluateOrder((order) => order >= 0),
  compile: compileOrder(">="),
} as const satisfies Operator;
