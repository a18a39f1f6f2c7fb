import type {
  BoundField,
  BoundOperand,
  CheckedComparison,
  CheckedCondition,
} from "./checked-condition.ts";
import type { FieldType } from "./field-types/field-type.ts";
import { createMoment, type Moment, type MomentOptions } from "./moment.ts";
import type { SqlTerm } from "./operators/operator.ts";
import {
  joinSql,
  numberPlaceholders,
  parameterSql,
  rawSql,
  type SqlFragment,
  sql,
} from "./sql-fragment.ts";
import type { Value } from "./value.ts";

export interface CompileOptions extends MomentOptions {
  /** Field path → SQL of the column, quoted by the caller (`"account"."industry"`). Trusted text. */
  column(field: string): string;
  /** Number of the first placeholder; default 1. */
  readonly firstParameter?: number;
}

/** One boolean expression in parentheses, PostgreSQL 15 or newer. */
export interface CompiledCondition {
  /** With placeholders `$n`. */
  readonly text: string;
  readonly parameters: readonly unknown[];
  /** The text cut at its placeholders, for query builders that number them themselves. */
  readonly fragments: readonly string[];
}

/**
 * Compiles to SQL with the verdict of `evaluate` on every row, NULL for unknown. Nothing a user typed
 * reaches the text: constants are parameters, columns come from the caller.
 */
export function compileToSql(
  condition: CheckedCondition,
  options: CompileOptions,
): CompiledCondition {
  const moment = createMoment(options);
  const fragment = compileNode(condition, { moment, column: (field) => options.column(field) });
  return {
    text: numberPlaceholders(fragment, options.firstParameter ?? 1),
    parameters: fragment.parameters,
    fragments: fragment.texts,
  };
}

interface Compilation {
  readonly moment: Moment;
  readonly column: (field: string) => string;
}

function compileNode(condition: CheckedCondition, compilation: Compilation): SqlFragment {
  switch (condition.kind) {
    case "all":
      return compileGroup(condition.conditions, " AND ", "(TRUE)", compilation);
    case "any":
      return compileGroup(condition.conditions, " OR ", "(FALSE)", compilation);
    case "not":
      return sql`(NOT ${compileNode(condition.condition, compilation)})`;
    case "comparison":
      return sql`(${compileComparison(condition, compilation)})`;
  }
}

function compileGroup(
  parts: readonly CheckedCondition[],
  separator: string,
  ofNothing: string,
  compilation: Compilation,
): SqlFragment {
  const [only, ...others] = parts;
  if (only === undefined) return rawSql(ofNothing);
  if (others.length === 0) return compileNode(only, compilation);
  return sql`(${joinSql(
    parts.map((part) => compileNode(part, compilation)),
    separator,
  )})`;
}

function compileComparison(
  { field, operator, operands }: CheckedComparison,
  compilation: Compilation,
): SqlFragment {
  const { fieldType, description } = field;
  return operator.compile({
    left: columnTerm(field, compilation),
    operands: operands.map((operand) => operandTerm(operand, fieldType, compilation)),
    fieldType,
    emptyLiteral: fieldType.emptyLiteral?.(description),
    moment: compilation.moment,
    constant: (value) => constantSql(value, fieldType.sqlType(description), fieldType),
  });
}

function columnTerm(field: BoundField, { column }: Compilation): SqlTerm {
  const own = rawSql(column(field.path));
  return { sql: own, collated: field.fieldType.collates ? sql`${own} COLLATE "C"` : own };
}

function operandTerm(
  operand: BoundOperand,
  fieldType: FieldType,
  compilation: Compilation,
): SqlTerm {
  if (operand.kind === "field") return columnTerm(operand.field, compilation);
  const cast = operand.kind === "days" ? "integer" : operand.cast;
  const constant = constantSql(operand.value, cast, fieldType);
  return { sql: constant, collated: constant, constant: operand.value };
}

function constantSql(value: Value, cast: string, fieldType: FieldType): SqlFragment {
  const convert = fieldType.toParameter;
  if (convert === undefined || cast === "integer") return parameterSql(value, cast);
  return parameterSql(
    typeof value === "object" ? value.map((entry) => convert(entry)) : convert(value),
    cast,
  );
}
