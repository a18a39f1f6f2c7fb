import type { PageMatch, PageTierRule, Tier } from "@causeway/platform-contract";

/** The rule that a new row of the table begins as: about a topic, or where it is known which page, about that page. */
export function newPageRule(path?: string): PageTierRule {
  return path === undefined
    ? { matches: "topic", value: "certification", tier: "L1" }
    : { matches: "path-is", value: path, tier: "L1" };
}

/** The same rule known by something else; a topic and a path do not pass for each other. */
export function matchedBy(rule: PageTierRule, matches: PageMatch): PageTierRule {
  if (matches === "topic") return { ...rule, matches, value: "certification" };
  return { ...rule, matches, value: rule.matches === "topic" ? "" : rule.value };
}

/** Rules with one at another place. */
export function moved<Item>(items: readonly Item[], from: number, to: number): readonly Item[] {
  const item = items[from];
  if (item === undefined) return items;
  const rest = items.toSpliced(from, 1);
  return rest.toSpliced(Math.max(0, Math.min(to, rest.length)), 0, item);
}

/** Whether every rule says which pages it is about. */
export function isComplete(rules: readonly PageTierRule[]): boolean {
  return rules.every(({ value }) => value.trim() !== "");
}

/** Rules by which pages about a topic get a tier: the first about it changed, else a new one behind all others. */
export function withTopicTier(
  rules: readonly PageTierRule[],
  topic: string,
  tier: Tier,
): readonly PageTierRule[] {
  const place = rules.findIndex(({ matches, value }) => matches === "topic" && value === topic);
  const rule = { matches: "topic", value: topic, tier } as const;
  return place < 0 ? [...rules, rule] : rules.with(place, rule);
}
