export { type Completion, completions, type Happening } from "./behaviour/completions.ts";
export { type Contribution, fadedWeight } from "./behaviour/faded-weight.ts";
export { type ParsedSequence, parseSequence } from "./behaviour/parse-sequence.ts";
export {
  type CheckedSequence,
  type Sequence,
  type SequenceStep,
  sequenceLimits,
} from "./behaviour/sequence.ts";
export { type ConditionCheck, checkCondition, requireCondition } from "./check-condition.ts";
export type {
  CheckedComparison,
  CheckedCondition,
} from "./checked-condition.ts";
export { type CompiledCondition, type CompileOptions, compileToSql } from "./compile-to-sql.ts";
export {
  allOf,
  anyOf,
  type Comparison,
  type Condition,
  type Constant,
  not,
  type Operand,
  ofField,
  where,
} from "./condition.ts";
export { conditionFields } from "./condition-fields.ts";
export { type DescribeOptions, describe } from "./describe.ts";
export { createMatcher, type EvaluateOptions, evaluate, type Row } from "./evaluate.ts";
export {
  type ExplainedComparison,
  type ExplainedCondition,
  type ExplainedValue,
  type ExplainOptions,
  type Explanation,
  explain,
} from "./explain.ts";
export type { FieldCatalog, FieldDescription, FieldOption } from "./field-catalog.ts";
export type { FieldTypeName } from "./field-types/registry.ts";
export type { Label, Locale } from "./label.ts";
export type { MomentOptions } from "./moment.ts";
export { type Operator, type OperatorWording, wordingOf } from "./operators/operator.ts";
export { findOperator, type OperatorName, operators, operatorsFor } from "./operators/registry.ts";
export { conditionLimits, type ParsedCondition, parseCondition } from "./parse-condition.ts";
export type { Scalar, Value, Verdict } from "./value.ts";
