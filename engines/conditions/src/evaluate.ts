import type {
  BoundField,
  BoundOperand,
  CheckedComparison,
  CheckedCondition,
} from "./checked-condition.ts";
import { createMoment, type Moment, type MomentOptions } from "./moment.ts";
import { type Value, type Verdict, verdictNot } from "./value.ts";

/** Values by field path; an absent field is null, as after a left join. */
export type Row = Readonly<Record<string, unknown>>;

export interface EvaluateOptions extends MomentOptions {
  /**
   * A row value that is not of its field's type throws TypeError (default), or counts as null:
   * for rows that come from outside, such as event properties.
   */
  readonly unreadable?: "throw" | "null";
}

/** What a row is evaluated under: a fixed moment, and what to do with values of the wrong type. */
export interface Evaluation {
  readonly moment: Moment;
  readonly unreadable: "throw" | "null";
}

/** The verdict on one row: true, false, or null for unknown, exactly as SQL has it. */
export function evaluate(condition: CheckedCondition, row: Row, options: EvaluateOptions): Verdict {
  return evaluateNode(condition, row, createEvaluation(options));
}

/** The same for many rows at one moment. */
export function createMatcher(
  condition: CheckedCondition,
  options: EvaluateOptions,
): (row: Row) => Verdict {
  const evaluation = createEvaluation(options);
  return (row) => evaluateNode(condition, row, evaluation);
}

/** Fixes moment and options. */
export function createEvaluation(options: EvaluateOptions): Evaluation {
  return { moment: createMoment(options), unreadable: options.unreadable ?? "throw" };
}

/** The verdict of one comparison on a row. */
export function evaluateComparison(
  { field, operator, operands }: CheckedComparison,
  row: Row,
  evaluation: Evaluation,
): Verdict {
  return operator.evaluate({
    left: readField(field, row, evaluation),
    operands: operands.map((operand) => readOperand(operand, row, evaluation)),
    fieldType: field.fieldType,
    moment: evaluation.moment,
  });
}

/** The canonical value of a field in a row, null where it is absent. */
export function readField(field: BoundField, row: Row, { unreadable }: Evaluation): Value | null {
  const raw = Object.hasOwn(row, field.path) ? row[field.path] : null;
  if (raw === null || raw === undefined) return null;
  const value = field.fieldType.readRow(raw, field.description);
  if (value !== undefined) return value;
  if (unreadable === "null") return null;
  throw new TypeError(`The row's ${field.path} is not a ${field.fieldType.name}`);
}

function evaluateNode(condition: CheckedCondition, row: Row, evaluation: Evaluation): Verdict {
  switch (condition.kind) {
    case "all":
      return evaluateGroup(condition.conditions, false, row, evaluation);
    case "any":
      return evaluateGroup(condition.conditions, true, row, evaluation);
    case "not":
      return verdictNot(evaluateNode(condition.condition, row, evaluation));
    case "comparison":
      return evaluateComparison(condition, row, evaluation);
  }
}

/** `all` is decided by the first false part, `any` by the first true one; the rest is not evaluated. */
function evaluateGroup(
  parts: readonly CheckedCondition[],
  decisive: boolean,
  row: Row,
  evaluation: Evaluation,
): Verdict {
  let result: Verdict = !decisive;
  for (const part of parts) {
    const verdict = evaluateNode(part, row, evaluation);
    if (verdict === decisive) return decisive;
    if (verdict === null) result = null;
  }
  return result;
}

function readOperand(operand: BoundOperand, row: Row, evaluation: Evaluation): Value | null {
  return operand.kind === "field" ? readField(operand.field, row, evaluation) : operand.value;
}
