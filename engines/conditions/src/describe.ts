import type {
  BoundField,
  BoundOperand,
  CheckedComparison,
  CheckedCondition,
} from "./checked-condition.ts";
import type { FormatOptions } from "./field-types/field-type.ts";
import { fillTemplate, type Locale } from "./label.ts";
import { wordingOf } from "./operators/operator.ts";
import type { Scalar, Value } from "./value.ts";

export interface DescribeOptions {
  readonly locale: Locale;
  /** IANA zone in which instants are written; default `UTC`. */
  readonly timeZone?: string;
  /** The name of a referenced record; without it, or where it knows none, the id stands. */
  readonly nameOf?: (id: string) => string | undefined;
}

const words = {
  zh: {
    all: "，且",
    any: "，或",
    always: "始终成立",
    never: "从不成立",
    not: "并非（{0}）",
    group: "（{0}）",
  },
  en: {
    all: " and ",
    any: " or ",
    always: "always",
    never: "never",
    not: "not ({0})",
    group: "({0})",
  },
} as const;

const emptyWord = { zh: "空", en: "empty" } as const;
const listSeparator = { zh: "、", en: ", " } as const;

/** A condition as a sentence: `Industry is “Medical” and (Amount is at least 10,000 or …)`. */
export function describe(condition: CheckedCondition, options: DescribeOptions): string {
  return sentence(condition, toFormat(options));
}

/** The options with their defaults. */
export function toFormat({ locale, timeZone = "UTC", nameOf }: DescribeOptions): FormatOptions {
  return { locale, timeZone, nameOf };
}

/** One comparison as a phrase. */
export function phraseOf(
  { field, operator, operands }: CheckedComparison,
  format: FormatOptions,
): string {
  const places = operands.map((operand, place) => [place, describeOperand(operand, field, format)]);
  const values = { field: field.description.label[format.locale], ...Object.fromEntries(places) };
  return fillTemplate(wordingOf(operator, field.description.type).phrase[format.locale], values);
}

/** A field's value in words, `empty` for null and the empty list. */
export function describeValue(
  value: Value | null,
  { description, fieldType }: BoundField,
  format: FormatOptions,
): string {
  const list: readonly Scalar[] = value === null || typeof value !== "object" ? [] : value;
  const entries = value === null || typeof value === "object" ? list : [value];
  if (entries.length === 0) return emptyWord[format.locale];
  return entries
    .map((entry) => fieldType.format(entry, description, format))
    .join(listSeparator[format.locale]);
}

function describeOperand(operand: BoundOperand, field: BoundField, format: FormatOptions): string {
  switch (operand.kind) {
    case "field":
      return operand.field.description.label[format.locale];
    case "constant":
      return describeValue(operand.value, field, format);
    case "days":
      return describeDays(operand.value, format.locale);
  }
}

function describeDays(days: number, locale: Locale): string {
  if (locale === "zh") return `${days}天`;
  return days === 1 ? "1 day" : `${days} days`;
}

function sentence(condition: CheckedCondition, format: FormatOptions): string {
  const { always, never, not, ...word } = words[format.locale];
  switch (condition.kind) {
    case "comparison":
      return phraseOf(condition, format);
    case "not":
      return fillTemplate(not, { 0: sentence(condition.condition, format) });
    case "all":
    case "any": {
      const [only, ...others] = condition.conditions;
      if (only === undefined) return condition.kind === "all" ? always : never;
      if (others.length === 0) return sentence(only, format);
      return condition.conditions.map((part) => inGroup(part, format)).join(word[condition.kind]);
    }
  }
}

/** A part of a group, in parentheses where it is a group of several itself. */
function inGroup(part: CheckedCondition, format: FormatOptions): string {
  if (part.kind === "comparison" || part.kind === "not") return sentence(part, format);
  const [only, ...others] = part.conditions;
  if (only !== undefined && others.length === 0) return inGroup(only, format);
  if (only === undefined) return sentence(part, format);
  return fillTemplate(words[format.locale].group, { 0: sentence(part, format) });
}
