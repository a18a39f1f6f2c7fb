import { type Operator, operandAt, textTypes } from "./operator.ts";
import { compileContains, evaluateText } from "./text-match.ts";

export const contains = {
  name: "contains",
  label: { zh: "包含", en: "contains" },
  phrase: { zh: "{field}包含{0}", en: "{field} contains {0}" },
  fieldTypes: textTypes,
  operands: ["value"],
  evaluate: evaluateText((text, part) => text.includes(part)),
  compile: ({ left, operands }) => compileContains(left, operandAt(operands, 0)),
} as const satisfies Operator;
