import type { Issue } from "@causeway/kernel";
import type { Condition, Constant, Operand } from "./condition.ts";
import { isStorableText } from "./field-types/text.ts";
import type { Label, Locale } from "./label.ts";
import { findOperator } from "./operators/registry.ts";
import type { Scalar } from "./value.ts";

export type ParsedCondition =
  | { readonly ok: true; readonly condition: Condition }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** Limits that keep every later stage safe from stack overflow and PostgreSQL's own limits. */
export const conditionLimits = { depth: 50, nodes: 2000, list: 1000 } as const;

const mostOperands = 2;
const fieldPath = /^[A-Za-z_]\w{0,62}(\.[A-Za-z_]\w{0,62}){0,3}$/;

const messages = {
  condition: { zh: "应为条件", en: "must be a condition" },
  kind: { zh: "应为 all、any、not 或 comparison", en: "must be all, any, not or comparison" },
  list: { zh: "应为列表", en: "must be a list" },
  deep: { zh: "嵌套过深（最多 50 层）", en: "is nested deeper than 50 levels" },
  large: { zh: "条件过多（最多 2000 个）", en: "has more than 2,000 parts" },
  field: { zh: "应为字段名", en: "must be a field name" },
  operator: { zh: "没有这个运算符", en: "is not a known operator" },
  operands: { zh: "应为最多两个操作数的列表", en: "must be a list of at most two operands" },
  operand: { zh: "应为常量或字段", en: "must be a constant or a field" },
  constant: {
    zh: "应为文本、数字、是/否或它们的列表",
    en: "must be text, a finite number, a boolean or a list of these",
  },
  nothing: { zh: "不能与空值比较，请用“为空”", en: "cannot be null; use isEmpty" },
  character: { zh: "包含无法保存的字符", en: "contains a character that cannot be stored" },
  entries: { zh: "列表过长（最多 1000 项）", en: "has more than 1,000 entries" },
} as const satisfies Record<string, Label>;

/**
 * Reads a stored condition: shape, limits and storable text; types are `checkCondition`'s part.
 * The result is a frozen copy that holds the known keys only. All issues are reported at once.
 */
export function parseCondition(input: unknown, locale: Locale = "en"): ParsedCondition {
  const issues: Issue[] = [];
  const report = (path: string, message: keyof typeof messages): undefined => {
    const label = messages[message];
    issues.push({ path, message: label[locale], label });
  };
  const condition = readCondition(input, "", 1, { report, nodes: 0 });
  return issues.length === 0 && condition !== undefined
    ? { ok: true, condition }
    : { ok: false, issues };
}

/** Reports issues and counts nodes while one input is read. */
interface Reading {
  readonly report: (path: string, message: keyof typeof messages) => undefined;
  nodes: number;
}

function readCondition(
  input: unknown,
  path: string,
  depth: number,
  reading: Reading,
): Condition | undefined {
  if (!isNode(input)) return reading.report(path, "condition");
  if (depth > conditionLimits.depth) return reading.report(path, "deep");
  if (++reading.nodes > conditionLimits.nodes) {
    return reading.nodes === conditionLimits.nodes + 1 ? reading.report(path, "large") : undefined;
  }
  switch (input.kind) {
    case "all":
    case "any":
      return readGroup(input.kind, input.conditions, below(path, "conditions"), depth, reading);
    case "not": {
      const inner = readCondition(input.condition, below(path, "condition"), depth + 1, reading);
      return inner && Object.freeze({ kind: "not", condition: inner });
    }
    case "comparison":
      return readComparison(input, path, reading);
    default:
      return reading.report(below(path, "kind"), "kind");
  }
}

function readGroup(
  kind: "all" | "any",
  input: unknown,
  path: string,
  depth: number,
  reading: Reading,
): Condition | undefined {
  if (!Array.isArray(input)) return reading.report(path, "list");
  if (input.length > conditionLimits.nodes) return reading.report(path, "large");
  const conditions: Condition[] = [];
  for (const [index, part] of input.entries()) {
    const condition = readCondition(part, `${path}[${index}]`, depth + 1, reading);
    if (condition !== undefined) conditions.push(condition);
  }
  return Object.freeze({ kind, conditions: Object.freeze(conditions) });
}

function readComparison(input: RawNode, path: string, reading: Reading): Condition | undefined {
  const field = readField(input.field, below(path, "field"), reading);
  const operator = typeof input.operator === "string" ? findOperator(input.operator) : undefined;
  if (operator === undefined) reading.report(below(path, "operator"), "operator");
  const operands = readOperands(input.operands, below(path, "operands"), reading);
  if (field === undefined || operator === undefined || operands === undefined) return undefined;
  return Object.freeze({ kind: "comparison", field, operator: operator.name, operands });
}

function readField(input: unknown, path: string, reading: Reading): string | undefined {
  return typeof input === "string" && fieldPath.test(input) ? input : reading.report(path, "field");
}

function readOperands(
  input: unknown,
  path: string,
  reading: Reading,
): readonly Operand[] | undefined {
  if (!Array.isArray(input) || input.length > mostOperands) return reading.report(path, "operands");
  const operands: Operand[] = [];
  for (const [index, part] of input.entries()) {
    const operand = readOperand(part, `${path}[${index}]`, reading);
    if (operand !== undefined) operands.push(operand);
  }
  return Object.freeze(operands);
}

function readOperand(input: unknown, path: string, reading: Reading): Operand | undefined {
  if (!isNode(input)) return reading.report(path, "operand");
  if (input.kind === "field") {
    const field = readField(input.field, below(path, "field"), reading);
    return field === undefined ? undefined : Object.freeze({ kind: "field", field });
  }
  if (input.kind !== "constant") return reading.report(below(path, "kind"), "operand");
  const value = readConstant(input.value, below(path, "value"), reading);
  return value === undefined ? undefined : Object.freeze({ kind: "constant", value });
}

function readConstant(input: unknown, path: string, reading: Reading): Constant | undefined {
  if (!Array.isArray(input)) return readScalar(input, path, reading);
  if (input.length > conditionLimits.list) return reading.report(path, "entries");
  const list: Scalar[] = [];
  for (const [index, entry] of input.entries()) {
    const scalar = readScalar(entry, `${path}[${index}]`, reading);
    if (scalar !== undefined) list.push(scalar);
  }
  return Object.freeze(list);
}

function readScalar(input: unknown, path: string, reading: Reading): Scalar | undefined {
  if (typeof input === "string") {
    return isStorableText(input) ? input : reading.report(path, "character");
  }
  if (typeof input === "boolean") return input;
  // JSON knows no negative zero: the round trip must not change the tree.
  if (typeof input === "number" && Number.isFinite(input)) return input === 0 ? 0 : input;
  return reading.report(path, input === null ? "nothing" : "constant");
}

/** An unread object: a condition or an operand. */
interface RawNode {
  readonly kind?: unknown;
  readonly conditions?: unknown;
  readonly condition?: unknown;
  readonly field?: unknown;
  readonly operator?: unknown;
  readonly operands?: unknown;
  readonly value?: unknown;
}

function isNode(input: unknown): input is RawNode {
  return typeof input === "object" && input !== null && !Array.isArray(input);
}

function below(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}
