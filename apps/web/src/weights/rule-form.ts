import { type Condition, parseCondition, where } from "@causeway/engine-conditions";
import type { WeightRule, WeightRuleInput } from "@causeway/platform-contract";

/** What somebody does, as a form asks for it; `custom` holds a condition that the form cannot show. */
export type WhatForm =
  | { readonly by: "topic" | "path" | "event" | "kind"; readonly value: string }
  | { readonly by: "custom"; readonly condition: Condition };
export type WhatKind = WhatForm["by"];

export interface RuleForm {
  readonly tag: string;
  readonly name: string;
  readonly steps: readonly { readonly what: WhatForm; readonly times: string }[];
  readonly without: WhatForm | null;
  readonly withinDays: string;
  readonly delta: string;
  readonly halfLifeDays: string;
  readonly threshold: string;
  readonly isActive: boolean;
}

export const emptyStep = { what: { by: "topic", value: "pricing" }, times: "3" } as const;

export const emptyRule: RuleForm = {
  tag: "",
  name: "",
  steps: [emptyStep],
  without: null,
  withinDays: "14",
  delta: "0.2",
  halfLifeDays: "30",
  threshold: "",
  isActive: true,
};

/** The rule of the field's own example; its words are the reader's. */
export function exampleRule(tag: string, name: string): RuleForm {
  return {
    ...emptyRule,
    tag,
    name,
    steps: [{ what: { by: "topic", value: "certification" }, times: "3" }],
    without: { by: "event", value: "Document Downloaded" },
    threshold: "0.3",
  };
}

function conditionOf(what: WhatForm): Condition {
  switch (what.by) {
    case "custom":
      return what.condition;
    case "path":
      return where("name", "containsIgnoringCase", what.value);
    case "event":
      return where("name", "equalsIgnoringCase", what.value);
    default:
      return where(what.by, "equals", what.value);
  }
}

function whatOf(document: unknown): WhatForm {
  const parsed = parseCondition(document);
  if (!parsed.ok) return { by: "topic", value: "" };
  const { condition } = parsed;
  for (const by of ["topic", "kind", "path", "event"] as const) {
    if (condition.kind !== "comparison") break;
    const operand = condition.operands[0];
    if (operand?.kind !== "constant" || typeof operand.value !== "string") break;
    const what = { by, value: operand.value };
    if (JSON.stringify(conditionOf(what)) === JSON.stringify(condition)) return what;
  }
  return { by: "custom", condition };
}

export function formOf(rule: WeightRule): RuleForm {
  return {
    tag: rule.tag,
    name: rule.name,
    steps: rule.sequence.steps.map(({ of, times }) => ({ what: whatOf(of), times: String(times) })),
    without: rule.sequence.without === null ? null : whatOf(rule.sequence.without),
    withinDays: String(rule.sequence.withinDays),
    delta: String(rule.delta),
    halfLifeDays: String(rule.halfLifeDays),
    threshold: rule.threshold === null ? "" : String(rule.threshold),
    isActive: rule.isActive,
  };
}

/** The rule that a form says; null while something is missing or out of bounds. */
export function ruleOf(form: RuleForm): WeightRuleInput | null {
  const whole = (text: string, most: number) => {
    const value = Number(text);
    return text.trim() !== "" && Number.isInteger(value) && value >= 1 && value <= most
      ? value
      : null;
  };
  const number = (text: string) => {
    const value = Number(text);
    return text.trim() !== "" && Number.isFinite(value) ? value : null;
  };
  const isFilled = (what: WhatForm) => what.by === "custom" || what.value.trim() !== "";
  const times = form.steps.map((step) => whole(step.times, 50));
  const withinDays = whole(form.withinDays, 400);
  const halfLifeDays = whole(form.halfLifeDays, 730);
  const delta = number(form.delta);
  const threshold = number(form.threshold);
  const isSound =
    form.tag.trim() !== "" &&
    form.name.trim() !== "" &&
    form.steps.every(({ what }) => isFilled(what)) &&
    (form.without === null || isFilled(form.without)) &&
    (form.threshold.trim() === "" || threshold !== null);
  if (!isSound || withinDays === null || halfLifeDays === null || delta === null) return null;
  if (delta === 0 || Math.abs(delta) > 10 || times.includes(null)) return null;
  return {
    tag: form.tag.trim(),
    name: form.name.trim(),
    sequence: {
      steps: form.steps.map(({ what }, place) => ({
        of: conditionOf(what) as never,
        times: times[place] ?? 1,
      })),
      without: form.without && (conditionOf(form.without) as never),
      withinDays,
    },
    delta,
    halfLifeDays,
    isActive: form.isActive,
    threshold,
  };
}
