import { AppError, type Issue } from "@causeway/kernel";
import type { BoundField, BoundOperand, CheckedCondition } from "./checked-condition.ts";
import type { Comparison, Condition, Constant, Operand } from "./condition.ts";
import type { FieldCatalog } from "./field-catalog.ts";
import { fieldTypeOf } from "./field-types/registry.ts";
import { fillLabel, type Label, type Locale } from "./label.ts";
import type { OperandKind, Operator } from "./operators/operator.ts";
import { findOperator } from "./operators/registry.ts";
import type { Scalar } from "./value.ts";

export type ConditionCheck =
  | { readonly ok: true; readonly condition: CheckedCondition }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** Days that relative dates may reach: a century, so that no date leaves PostgreSQL's range. */
const longestDays = 36_525;

const messages = {
  field: { zh: "没有字段“{field}”", en: "there is no field “{field}”" },
  operator: {
    zh: "“{operator}”不适用于{type}字段",
    en: "“{operator}” does not apply to a {type} field",
  },
  count: { zh: "应有 {count} 个操作数", en: "must have {count} operands" },
  type: { zh: "应与{type}字段比较", en: "must be compared with a {type} field" },
  single: { zh: "应为单个值", en: "must be a single value" },
  list: { zh: "应为至少一项的列表", en: "must be a list with at least one entry" },
  days: {
    zh: "应为 0 到 36525 的整数天数",
    en: "must be a whole number of days from 0 to 36,525",
  },
} as const satisfies Record<string, Label>;

type Result<T> = T | undefined;
type Report = (path: string, message: Label) => undefined;

/** Binds a condition to a catalog, or reports every type error with its path, in one language. */
export function checkCondition(
  condition: Condition,
  catalog: FieldCatalog,
  locale: Locale = "en",
): ConditionCheck {
  const issues: Issue[] = [];
  const report: Report = (path, message) => {
    issues.push({ path, message: message[locale], label: message });
  };
  const checked = bind(condition, "", { catalog, report });
  return checked !== undefined && issues.length === 0
    ? { ok: true, condition: checked }
    : { ok: false, issues };
}

/** As `checkCondition`, for conditions that must fit. Throws AppError `bad-input` with all issues. */
export function requireCondition(
  condition: Condition,
  catalog: FieldCatalog,
  locale: Locale = "en",
): CheckedCondition {
  const result = checkCondition(condition, catalog, locale);
  if (result.ok) return result.condition;
  const label = { zh: "条件与字段不符", en: "The condition does not fit the fields" };
  throw new AppError("bad-input", label, { issues: result.issues });
}

interface Context {
  readonly catalog: FieldCatalog;
  readonly report: Report;
}

function bind(condition: Condition, path: string, context: Context): Result<CheckedCondition> {
  const prefix = path === "" ? "" : `${path}.`;
  switch (condition.kind) {
    case "all":
    case "any": {
      const conditions: CheckedCondition[] = [];
      for (const [index, part] of condition.conditions.entries()) {
        const checked = bind(part, `${prefix}conditions[${index}]`, context);
        if (checked !== undefined) conditions.push(checked);
      }
      return Object.freeze({ kind: condition.kind, conditions: Object.freeze(conditions) });
    }
    case "not": {
      const checked = bind(condition.condition, `${prefix}condition`, context);
      return checked && Object.freeze({ kind: "not", condition: checked });
    }
    case "comparison":
      return bindComparison(condition, prefix, context);
  }
}

function bindComparison(
  comparison: Comparison,
  prefix: string,
  context: Context,
): Result<CheckedCondition> {
  const field = bindField(comparison.field, `${prefix}field`, context);
  const operator = findOperator(comparison.operator);
  if (operator === undefined) throw new TypeError(`Unknown operator: ${comparison.operator}`);
  if (field === undefined) return undefined;
  if (!operator.fieldTypes.includes(field.description.type)) {
    const values = (locale: Locale): Record<string, string> => ({
      operator: operator.label[locale],
      type: field.fieldType.label[locale],
    });
    return context.report(`${prefix}operator`, fillEach(messages.operator, values));
  }
  if (operator.operands.length !== comparison.operands.length) {
    const count = String(operator.operands.length);
    return context.report(`${prefix}operands`, fillLabel(messages.count, { count }));
  }
  const operands = bindOperands(comparison.operands, operator, field, prefix, context);
  return Object.freeze({ kind: "comparison", field, operator, operands });
}

function bindOperands(
  operands: readonly Operand[],
  operator: Operator,
  field: BoundField,
  prefix: string,
  context: Context,
): readonly BoundOperand[] {
  const bound: BoundOperand[] = [];
  for (const [index, kind] of operator.operands.entries()) {
    const operand = operands[index];
    if (operand === undefined) continue;
    const path = `${prefix}operands[${index}]`;
    const result = bindOperand[kind](operand, field, path, context);
    if (result !== undefined) bound.push(Object.freeze(result));
  }
  return Object.freeze(bound);
}

function bindField(path: string, at: string, { catalog, report }: Context): Result<BoundField> {
  const description = catalog.get(path);
  if (description === undefined) return report(at, fillLabel(messages.field, { field: path }));
  return Object.freeze({ path, description, fieldType: fieldTypeOf(description.type) });
}

type BindOperand = (
  operand: Operand,
  field: BoundField,
  path: string,
  context: Context,
) => Result<BoundOperand>;

const bindOperand: Readonly<Record<OperandKind, BindOperand>> = {
  value(operand, field, path, context) {
    if (operand.kind === "field") return bindFieldOperand(operand.field, field, path, context);
    if (isList(operand.value)) return context.report(`${path}.value`, messages.single);
    const value = readConstant(operand.value, field, `${path}.value`, context);
    if (value === undefined) return undefined;
    return { kind: "constant", value, cast: field.fieldType.sqlType(field.description) };
  },
  list(operand, field, path, context) {
    if (operand.kind === "field" || !isList(operand.value) || operand.value.length === 0) {
      return context.report(`${path}.value`, messages.list);
    }
    const values: Scalar[] = [];
    for (const [index, entry] of operand.value.entries()) {
      const value = readConstant(entry, field, `${path}.value[${index}]`, context);
      if (value !== undefined) values.push(value);
    }
    const cast = `${field.fieldType.sqlType(field.description)}[]`;
    return { kind: "constant", value: Object.freeze(values), cast };
  },
  days(operand, _field, path, context) {
    const value = operand.kind === "constant" ? operand.value : undefined;
    const fits = typeof value === "number" && Number.isInteger(value);
    if (!fits || value < 0 || value > longestDays) {
      return context.report(`${path}.value`, messages.days);
    }
    return { kind: "days", value };
  },
};

function bindFieldOperand(
  name: string,
  left: BoundField,
  path: string,
  context: Context,
): Result<BoundOperand> {
  const field = bindField(name, `${path}.field`, context);
  if (field === undefined) return undefined;
  if (isComparable(field, left)) return { kind: "field", field };
  const values = (locale: Locale): Record<string, string> => ({
    type: left.fieldType.label[locale],
  });
  return context.report(`${path}.field`, fillEach(messages.type, values));
}

/** PostgreSQL would refuse `uuid = text`; numbers of any kind compare. */
function isComparable(left: BoundField, right: BoundField): boolean {
  if (left.description.type !== right.description.type) return false;
  const { fieldType } = left;
  if (fieldType.comparesAcrossSqlTypes) return true;
  return fieldType.sqlType(left.description) === fieldType.sqlType(right.description);
}

function readConstant(
  input: Scalar,
  { description, fieldType }: BoundField,
  path: string,
  { report }: Context,
): Result<Scalar> {
  const reading = fieldType.readConstant(input, description);
  return reading.ok ? reading.value : report(path, reading.message);
}

function isList(value: Constant): value is readonly Scalar[] {
  return Array.isArray(value);
}

function fillEach(label: Label, values: (locale: Locale) => Record<string, string>): Label {
  return { zh: fillLabel(label, values("zh")).zh, en: fillLabel(label, values("en")).en };
}
