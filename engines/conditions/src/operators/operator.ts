import type { FieldType } from "../field-types/field-type.ts";
import type { FieldTypeName } from "../field-types/registry.ts";
import type { Label } from "../label.ts";
import type { Moment } from "../moment.ts";
import type { SqlFragment } from "../sql-fragment.ts";
import type { Scalar, Value, Verdict } from "../value.ts";

/**
 * What may stand in an operand's place: a `value` of the field's type (constant or field), a `list`
 * of constants, or a whole number of `days`.
 */
export type OperandKind = "value" | "list" | "days";

export interface EvaluateInput {
  readonly left: Value | null;
  readonly operands: readonly (Value | null)[];
  readonly fieldType: FieldType;
  readonly moment: Moment;
}

/** One side of a comparison in SQL. */
export interface SqlTerm {
  readonly sql: SqlFragment;
  /** The same under `COLLATE "C"` where the type is text; for order, and between two columns. */
  readonly collated: SqlFragment;
  /** Set for a constant: its canonical value. */
  readonly constant?: Value;
}

export interface CompileInput {
  readonly left: SqlTerm;
  readonly operands: readonly SqlTerm[];
  readonly fieldType: FieldType;
  /** SQL literal that counts as empty beside NULL, where the column has one. */
  readonly emptyLiteral: string | undefined;
  readonly moment: Moment;
  /** A value of the field's type as a parameter with its cast. */
  constant(value: Scalar): SqlFragment;
}

/** Label and phrase of an operator. */
export interface OperatorWording {
  readonly label: Label;
  readonly phrase: Label;
}

type WordingByType = Readonly<Partial<Record<FieldTypeName, OperatorWording>>>;

/** One comparison operator: everything the language knows about it. */
export interface Operator {
  readonly name: string;
  readonly label: Label;
  /** A sentence with `{field}` and `{0}`, `{1}` for the operands. */
  readonly phrase: Label;
  /** Other words for some field types: a date is `before`, not `less than`. */
  readonly wording?: WordingByType;
  readonly fieldTypes: readonly FieldTypeName[];
  readonly operands: readonly OperandKind[];
  /** The operator makes no sense on a field that is never null. */
  readonly asksForNull?: true;
  evaluate(input: EvaluateInput): Verdict;
  /** SQL with the same verdict on every row; the caller puts it in parentheses. */
  compile(input: CompileInput): SqlFragment;
}

/** The operator's words for a field type. */
export function wordingOf(operator: Operator, fieldType: FieldTypeName): OperatorWording {
  return operator.wording?.[fieldType] ?? operator;
}

/** The same words for dates and for instants. */
export function datedWording(label: Label, phrase: Label): WordingByType {
  const wording = { label, phrase };
  return { date: wording, dateTime: wording };
}

/** Types with a total order. */
export const orderedTypes = ["text", "number", "date", "dateTime"] as const;

/** Types whose values are pieces of text. */
export const textTypes = ["text"] as const;

/** Evaluates like a strict SQL function: any null makes the verdict unknown. */
export function strictly(
  test: (left: Value, ...operands: readonly Value[]) => boolean,
): (input: EvaluateInput) => Verdict {
  return ({ left, operands }) => {
    if (left === null) return null;
    const values: Value[] = [];
    for (const operand of operands) {
      if (operand === null) return null;
      values.push(operand);
    }
    return test(left, ...values);
  };
}

/** The operand in a place that the check has filled. */
export function operandAt<T>(operands: readonly T[], place: number): T {
  const operand = operands[place];
  if (operand === undefined) throw new TypeError(`Operand ${place} is missing`);
  return operand;
}
