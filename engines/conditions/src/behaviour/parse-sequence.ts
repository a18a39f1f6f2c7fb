import type { Issue } from "@causeway/kernel";
import { checkCondition } from "../check-condition.ts";
import type { CheckedCondition } from "../checked-condition.ts";
import type { Condition } from "../condition.ts";
import type { FieldCatalog } from "../field-catalog.ts";
import type { Locale } from "../label.ts";
import { parseCondition } from "../parse-condition.ts";
import { type CheckedSequence, type Sequence, sequenceLimits } from "./sequence.ts";

export type ParsedSequence =
  | { readonly ok: true; readonly sequence: Sequence; readonly checked: CheckedSequence }
  | { readonly ok: false; readonly issues: readonly Issue[] };

const messages = {
  sequence: { zh: "应为行为序列", en: "must be a sequence" },
  steps: { zh: "应为 1 到 8 步的列表", en: "must be a list of 1 to 8 steps" },
  times: { zh: "应为 1 到 50 的整数", en: "must be a whole number from 1 to 50" },
  days: { zh: "应为 1 到 400 的整数天数", en: "must be a whole number of days from 1 to 400" },
} as const;

/** Reads a stored sequence and binds its conditions to the fields of a happening; all issues at once, with their paths. */
export function parseSequence(
  input: unknown,
  catalog: FieldCatalog,
  locale: Locale = "en",
): ParsedSequence {
  const issues: Issue[] = [];
  const report = (path: string, message: keyof typeof messages): void => {
    const label = messages[message];
    issues.push({ path, message: label[locale], label });
  };
  if (!isObject(input)) {
    report("", "sequence");
    return { ok: false, issues };
  }
  const read = (value: unknown, path: string): Read | undefined => {
    const parsed = parseCondition(value, locale);
    const checked = parsed.ok ? checkCondition(parsed.condition, catalog, locale) : parsed;
    if (parsed.ok && checked.ok) return { stored: parsed.condition, checked: checked.condition };
    if (!checked.ok) issues.push(...checked.issues.map((issue) => below(path, issue)));
    return undefined;
  };
  const { steps, without, withinDays } = input;
  const list = Array.isArray(steps) ? steps : [];
  if (list.length < 1 || list.length > sequenceLimits.steps) report("steps", "steps");
  const readSteps = list.slice(0, sequenceLimits.steps).flatMap((step: unknown, place) => {
    const { of, times } = isObject(step) ? step : {};
    if (!isWhole(times, sequenceLimits.times)) report(`steps[${place}].times`, "times");
    const condition = read(of, `steps[${place}].of`);
    return condition && isWhole(times, sequenceLimits.times) ? [{ ...condition, times }] : [];
  });
  const breaks = without === null || without === undefined ? null : read(without, "without");
  if (!isWhole(withinDays, sequenceLimits.days)) report("withinDays", "days");
  if (issues.length > 0 || breaks === undefined || !isWhole(withinDays, sequenceLimits.days)) {
    return { ok: false, issues };
  }
  return {
    ok: true,
    sequence: Object.freeze({
      steps: Object.freeze(readSteps.map(({ stored, times }) => ({ of: stored, times }))),
      without: breaks?.stored ?? null,
      withinDays,
    }),
    checked: Object.freeze({
      steps: Object.freeze(readSteps.map(({ checked, times }) => ({ of: checked, times }))),
      without: breaks?.checked ?? null,
      withinDays,
    }),
  };
}

interface Read {
  readonly stored: Condition;
  readonly checked: CheckedCondition;
}

function below(path: string, issue: Issue): Issue {
  return { ...issue, path: issue.path === "" ? path : `${path}.${issue.path}` };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isWhole(value: unknown, most: number): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= most;
}
