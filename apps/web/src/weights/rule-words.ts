import type { TouchpointKind, WeightRule } from "@causeway/platform-contract";
import { pageTopicNames } from "../prediction/touchpoint-words.ts";
import type { useTexts } from "../texts/text.ts";
import { formOf, type WhatForm } from "./rule-form.ts";

interface Texts extends ReturnType<typeof useTexts> {
  /** What a type of event is called. */
  readonly eventName: (name: string) => string;
}

function whatWords({ t, label, eventName }: Texts, what: WhatForm): string {
  if (what.by === "custom") return t("weights.custom");
  if (what.by === "topic") {
    const topic = pageTopicNames[what.value];
    return topic ? label(topic) : what.value;
  }
  if (what.by === "kind") return t(`twin.${what.value as TouchpointKind}`);
  return what.by === "path" ? `${t("weights.path")} ${what.value}` : eventName(what.value);
}

/** What a rule waits for, as one line. */
export function ruleWords(texts: Texts, rule: WeightRule): string {
  const { t } = texts;
  const { steps, without } = formOf(rule);
  const parts = steps.map(({ what, times }) =>
    times === "1"
      ? whatWords(texts, what)
      : t("weights.timesOf", { what: whatWords(texts, what), count: Number(times) }),
  );
  return [
    parts.join(" → "),
    ...(without ? [`${t("weights.without")} ${whatWords(texts, without)}`] : []),
    t("weights.within", { count: rule.sequence.withinDays }),
  ].join(" · ");
}

/** A weight with its sign, two decimals at most: `+0.2`, `−0.05`. */
export function formatWeight(weight: number, signed = false): string {
  const text = String(Math.abs(Math.round(weight * 100) / 100));
  if (weight < 0) return `\u2212${text}`;
  return signed ? `+${text}` : text;
}
