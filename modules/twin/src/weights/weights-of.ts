import { completions, fadedWeight, type Happening } from "@causeway/engine-conditions";
import type { BoundRule } from "./bound-rule.ts";
import { noMoment } from "./read-happenings.ts";

/** One time that a rule applied to somebody. */
export interface WeightChange {
  readonly rule: BoundRule;
  readonly atMs: number;
  readonly parts: readonly string[];
}

/** Every time a rule applied to one person, in order of time. */
export function weightChanges(
  rules: readonly BoundRule[],
  happenings: readonly Happening[],
): readonly WeightChange[] {
  return rules
    .flatMap((rule) =>
      completions(rule.sequence, happenings, noMoment).map((one) => ({ rule, ...one })),
    )
    .sort((one, other) => one.atMs - other.atMs);
}

/** What is left of one change at a moment. */
export function remaining({ rule, atMs }: WeightChange, nowMs: number): number {
  return fadedWeight([{ atMs, delta: rule.delta }], rule.halfLifeDays, nowMs);
}

/** The weight of every tag at a moment: a function of what happened until then and of the rules, and of nothing else. */
export function weightsAt(
  changes: readonly WeightChange[],
  nowMs: number,
): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const change of changes) {
    const { tag } = change.rule;
    weights.set(tag, (weights.get(tag) ?? 0) + remaining(change, nowMs));
  }
  return weights;
}
