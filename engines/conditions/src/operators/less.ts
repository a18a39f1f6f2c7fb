import { compileOrder, evaluateOrder } from "./comparison.ts";
import { datedWording, type Operator, orderedTypes } from "./operator.ts";

export const less = {
  name: "less",
  label: { zh: "小于", en: "less than" },
  phrase: { zh: "{field}小于{0}", en: "{field} is less than {0}" },
  wording: datedWording(
    { zh: "早于", en: "before" },
    { zh: "{field}早于{0}", en: "{field} is before {0}" },
  ),
  fieldTypes: orderedTypes,
  operands: ["value"],
  evaluate: evaluateOrder((order) => order < 0),
  compile: compileOrder("<"),
} as const satisfies Operator;
