import type { BoundField, CheckedComparison, CheckedCondition } from "./checked-condition.ts";
import { decisiveComparisons } from "./decisive-comparisons.ts";
import { type DescribeOptions, describeValue, phraseOf, toFormat } from "./describe.ts";
import {
  createEvaluation,
  type EvaluateOptions,
  type Evaluation,
  evaluateComparison,
  type Row,
  readField,
} from "./evaluate.ts";
import type { FormatOptions } from "./field-types/field-type.ts";
import type { Locale } from "./label.ts";
import { type Value, type Verdict, verdictAnd, verdictNot, verdictOr } from "./value.ts";

export interface ExplainOptions extends EvaluateOptions, DescribeOptions {}

/** What a field held when the condition was evaluated. */
export interface ExplainedValue {
  readonly field: string;
  readonly label: string;
  /** As in a stored condition: dates and instants are ISO text. */
  readonly value: Value | null;
  readonly text: string;
}

export interface ExplainedComparison {
  readonly kind: "comparison";
  /** Place in the condition, as in `conditions[0].condition`; the root's is empty. */
  readonly path: string;
  readonly verdict: Verdict;
  /** The comparison in words. */
  readonly phrase: string;
  /** The comparison in words with its verdict and the values it saw. */
  readonly text: string;
  /** The field and every operand that is a field. */
  readonly values: readonly ExplainedValue[];
}

/** The condition's tree with the verdict of every node. */
export type ExplainedCondition =
  | {
      readonly kind: "all" | "any";
      readonly path: string;
      readonly verdict: Verdict;
      readonly parts: readonly ExplainedCondition[];
    }
  | {
      readonly kind: "not";
      readonly path: string;
      readonly verdict: Verdict;
      readonly part: ExplainedCondition;
    }
  | ExplainedComparison;

/** Plain data, serialisable as JSON. */
export interface Explanation {
  readonly verdict: Verdict;
  /** The verdict and its reasons in one sentence. */
  readonly text: string;
  readonly root: ExplainedCondition;
  /**
   * True: the fewest comparisons that suffice for it. False or unknown, why not: the fewest comparisons
   * that would have to turn out otherwise. Empty where no comparison could change the verdict.
   */
  readonly because: readonly ExplainedComparison[];
}

const verdictWords = {
  zh: { true: "成立", false: "不成立", null: "无法判断" },
  en: { true: "yes", false: "no", null: "unknown" },
} as const;

const outcomeWords = {
  zh: { true: "符合", false: "不符合", null: "无法判断" },
  en: { true: "Matches", false: "Does not match", null: "Cannot tell" },
} as const;

/** The verdict of `evaluate` on one row, with every part's own verdict and values, in words. */
export function explain(
  condition: CheckedCondition,
  row: Row,
  options: ExplainOptions,
): Explanation {
  const format = toFormat(options);
  const root = explainNode(condition, "", { row, evaluation: createEvaluation(options), format });
  const because = decisiveComparisons(root);
  return {
    verdict: root.verdict,
    text: summary(root.verdict, because, format.locale),
    root,
    because,
  };
}

interface Context {
  readonly row: Row;
  readonly evaluation: Evaluation;
  readonly format: FormatOptions;
}

function explainNode(
  condition: CheckedCondition,
  path: string,
  context: Context,
): ExplainedCondition {
  const prefix = path === "" ? "" : `${path}.`;
  switch (condition.kind) {
    case "all":
    case "any": {
      const parts = condition.conditions.map((part, index) =>
        explainNode(part, `${prefix}conditions[${index}]`, context),
      );
      const combine = condition.kind === "all" ? verdictAnd : verdictOr;
      const verdict = combine(parts.map((part) => part.verdict));
      return { kind: condition.kind, path, verdict, parts };
    }
    case "not": {
      const part = explainNode(condition.condition, `${prefix}condition`, context);
      return { kind: "not", path, verdict: verdictNot(part.verdict), part };
    }
    case "comparison":
      return explainComparison(condition, path, context);
  }
}

function explainComparison(
  comparison: CheckedComparison,
  path: string,
  context: Context,
): ExplainedComparison {
  const { row, evaluation, format } = context;
  const verdict = evaluateComparison(comparison, row, evaluation);
  const phrase = phraseOf(comparison, format);
  const fields = new Map([[comparison.field.path, comparison.field]]);
  for (const operand of comparison.operands) {
    if (operand.kind === "field") fields.set(operand.field.path, operand.field);
  }
  const values = [...fields.values()].map((field) => explainValue(field, context));
  const word = verdictWords[format.locale][`${verdict}`];
  const text =
    format.locale === "zh"
      ? `${phrase}——${word}（${values.map((seen) => `${seen.label}：${seen.text}`).join("，")}）`
      : `${phrase} — ${word} (${values.map((seen) => `${seen.label}: ${seen.text}`).join(", ")})`;
  return { kind: "comparison", path, verdict, phrase, text, values };
}

function explainValue(field: BoundField, { row, evaluation, format }: Context): ExplainedValue {
  const value = readField(field, row, evaluation);
  return {
    field: field.path,
    label: field.description.label[format.locale],
    value: toStored(value, field),
    text: describeValue(value, field, format),
  };
}

/** Instants as ISO text, everything else as it is. */
function toStored(value: Value | null, { fieldType }: BoundField): Value | null {
  if (value === null || typeof value === "object") return value;
  return fieldType.toParameter?.(value) ?? value;
}

function summary(
  verdict: Verdict,
  because: readonly ExplainedComparison[],
  locale: Locale,
): string {
  const outcome = outcomeWords[locale][`${verdict}`];
  const reasons = because.map((reason) => reason.text);
  if (reasons.length === 0) return outcome;
  return locale === "zh"
    ? `${outcome}：${reasons.join("；")}`
    : `${outcome}: ${reasons.join("; ")}`;
}
