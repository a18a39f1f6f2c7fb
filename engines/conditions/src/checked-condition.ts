import type { FieldDescription } from "./field-catalog.ts";
import type { FieldType } from "./field-types/field-type.ts";
import type { Operator } from "./operators/operator.ts";
import type { Value } from "./value.ts";

/** A field that the catalog knows. */
export interface BoundField {
  readonly path: string;
  readonly description: FieldDescription;
  readonly fieldType: FieldType;
}

export type BoundOperand =
  | { readonly kind: "constant"; readonly value: Value; readonly cast: string }
  | { readonly kind: "days"; readonly value: number }
  | { readonly kind: "field"; readonly field: BoundField };

export interface CheckedComparison {
  readonly kind: "comparison";
  readonly field: BoundField;
  readonly operator: Operator;
  readonly operands: readonly BoundOperand[];
}

/**
 * A condition bound to a catalog: every field is known, every operand fits its operator. Only
 * `checkCondition` makes one, and only this can be evaluated, compiled and explained.
 */
export type CheckedCondition =
  | { readonly kind: "all"; readonly conditions: readonly CheckedCondition[] }
  | { readonly kind: "any"; readonly conditions: readonly CheckedCondition[] }
  | { readonly kind: "not"; readonly condition: CheckedCondition }
  | CheckedComparison;
