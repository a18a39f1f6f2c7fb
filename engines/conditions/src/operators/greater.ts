import { compileOrder, evaluateOrder } from "./comparison.ts";
import { datedWording, type Operator, orderedTypes } from "./operator.ts";

export const greater = {
  name: "greater",
  label: { zh: "大于", en: "greater than" },
  phrase: { zh: "{field}大于{0}", en: "{field} is greater than {0}" },
  wording: datedWording(
    { zh: "晚于", en: "after" },
    { zh: "{field}晚于{0}", en: "{field} is after {0}" },
  ),
  fieldTypes: orderedTypes,
  operands: ["value"],
  evaluate: evaluateOrder((order) => order > 0),
  compile: compileOrder(">"),
} as const satisfies Operator;
