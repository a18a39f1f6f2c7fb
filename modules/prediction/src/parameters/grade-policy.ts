import type { Grade } from "@causeway/platform-contract";
import type { ParameterValues } from "./parameter-definitions.ts";
import { rankOfTitle } from "./rank-of-title.ts";

/** What the business's rules look at beside the model's probability. */
export interface PolicyFacts {
  readonly probability: number;
  /** Share of leads that are won, of the model's training. */
  readonly baseRate: number;
  readonly title: string | null;
  /** Days since a comparison was last looked at; null for never. */
  readonly daysSinceComparison: number | null;
}

/**
 * The grade by the model's probability and the business's parameters: factors multiply the odds, cut-offs are multiples of
 * the usual odds. The probability itself stays what the data say; only what the business makes of it changes.
 */
export function gradeByPolicy(facts: PolicyFacts, values: ParameterValues): Grade {
  const { probability, baseRate, title, daysSinceComparison } = facts;
  const rank = rankOfTitle(title);
  const isReplacing =
    daysSinceComparison !== null && daysSinceComparison <= (values["competitor_days"] ?? 0);
  const factor =
    (rank === undefined ? 1 : (values[`rank_${rank}`] ?? 1)) *
    (isReplacing ? (values["competitor_weight"] ?? 1) : 1);
  const relative = (factor * oddsOf(probability)) / oddsOf(baseRate);
  if (relative >= (values["grade_a"] ?? 0)) return "A";
  if (relative >= (values["grade_b"] ?? 0)) return "B";
  return relative >= (values["grade_c"] ?? 0) ? "C" : "D";
}

const oddsOf = (probability: number) => {
  const inside = Math.min(1 - 1e-9, Math.max(1e-9, probability));
  return inside / (1 - inside);
};
