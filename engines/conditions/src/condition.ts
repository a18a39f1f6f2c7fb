import type { OperatorName } from "./operators/registry.ts";
import type { Scalar } from "./value.ts";

/** A constant as it is stored: dates and instants are ISO text. */
export type Constant = Scalar | readonly Scalar[];

export type Operand =
  | { readonly kind: "constant"; readonly value: Constant }
  | { readonly kind: "field"; readonly field: string };

/** Field path: `industry`, or through one reference `account.industry`. */
export interface Comparison {
  readonly kind: "comparison";
  readonly field: string;
  readonly operator: OperatorName;
  readonly operands: readonly Operand[];
}

/** The stored tree: plain, frozen, serialisable as JSON. `all` of nothing is true, `any` of nothing false. */
export type Condition =
  | { readonly kind: "all"; readonly conditions: readonly Condition[] }
  | { readonly kind: "any"; readonly conditions: readonly Condition[] }
  | { readonly kind: "not"; readonly condition: Condition }
  | Comparison;

/** True where every part is true. */
export function allOf(...conditions: readonly Condition[]): Condition {
  return Object.freeze({ kind: "all", conditions: Object.freeze([...conditions]) });
}

/** True where one part is true. */
export function anyOf(...conditions: readonly Condition[]): Condition {
  return Object.freeze({ kind: "any", conditions: Object.freeze([...conditions]) });
}

/** True where the condition is false; unknown stays unknown. */
export function not(condition: Condition): Condition {
  return Object.freeze({ kind: "not", condition });
}

/** One comparison, as in `where("amount", "greater", 10_000)` or `where("amount", "less", ofField("budget"))`. */
export function where(
  field: string,
  operator: OperatorName,
  ...operands: readonly (Constant | Operand)[]
): Condition {
  return Object.freeze({
    kind: "comparison",
    field,
    operator,
    operands: Object.freeze(operands.map(toOperand)),
  });
}

/** Another field of the same row as operand. */
export function ofField(field: string): Operand {
  return Object.freeze({ kind: "field", field });
}

function toOperand(operand: Constant | Operand): Operand {
  if (typeof operand === "object" && "kind" in operand) return operand;
  const value = typeof operand === "object" ? Object.freeze([...operand]) : operand;
  return Object.freeze({ kind: "constant", value });
}
