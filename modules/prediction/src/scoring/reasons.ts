import type { Label, Reason } from "@causeway/platform-contract";
import type { LeadFacts, LeadFeature } from "../lead/lead-features.ts";

const mostReasons = 7;

/** What one column adds to the log-odds. */
export interface FeatureContribution {
  readonly feature: LeadFeature;
  readonly amount: number;
}

/**
 * Contributions as reasons in percentage points, the strongest first, columns of one meaning as one; what is left over is
 * one last line. Every reason keeps its direction, and all together lead exactly from `baseRate` to `probability`.
 */
export function reasonsFor(
  contributions: readonly FeatureContribution[],
  facts: LeadFacts,
  baseRate: number,
  probability: number,
): readonly Reason[] {
  const groups = groupByMeaning(contributions).filter(({ amount }) => Math.abs(amount) > 1e-9);
  const scale = pointScale(
    groups.map(({ amount }) => amount),
    probability - baseRate,
    probability * (1 - probability),
  );
  const reasons = groups
    .map(
      ({ feature, amount }): Reason => ({
        feature: feature.name,
        label: feature.label,
        value: feature.show(feature.read(facts)),
        points: scale(amount),
      }),
    )
    .sort((a, b) => Math.abs(b.points) - Math.abs(a.points));
  const shown = reasons.slice(0, mostReasons);
  const rest = reasons.slice(mostReasons);
  const explained = shown.reduce((sum, { points }) => sum + points, 0);
  const left = 100 * (probability - baseRate) - explained;
  return rest.length === 0 && Math.abs(left) < 0.05
    ? shown
    : [
        ...shown,
        { feature: "other", label: otherLabel, value: restLabel(rest.length), points: left },
      ];
}

const otherLabel: Label = { zh: "其他因素", en: "Everything else" };

function restLabel(count: number): Label {
  return { zh: `${count} 项`, en: count === 1 ? "1 factor" : `${count} factors` };
}

/** A group speaks by its strongest member. */
function groupByMeaning(
  contributions: readonly FeatureContribution[],
): readonly FeatureContribution[] {
  const groups = new Map<string, { feature: LeadFeature; strongest: number; amount: number }>();
  for (const { feature, amount } of contributions) {
    const group = groups.get(feature.group);
    if (group === undefined) {
      groups.set(feature.group, { feature, strongest: Math.abs(amount), amount });
      continue;
    }
    group.amount += amount;
    if (Math.abs(amount) <= group.strongest) continue;
    group.strongest = Math.abs(amount);
    group.feature = feature;
  }
  return [...groups.values()];
}

/**
 * From log-odds to percentage points: one slope for all, then the side that falls short is stretched (or the other one
 * shrunk) until the sum is right, so that no reason changes its sign.
 */
function pointScale(
  amounts: readonly number[],
  change: number,
  slope: number,
): (amount: number) => number {
  const sumOf = (sign: number) =>
    slope * amounts.reduce((sum, amount) => sum + Math.max(0, sign * amount), 0);
  const [up, down] = [sumOf(1), sumOf(-1)];
  const missing = change - (up - down);
  const [rising, falling] =
    missing > 0 ? stretch(up, down, missing) : swap(stretch(down, up, -missing));
  return (amount) => 100 * slope * amount * (amount > 0 ? rising : falling);
}

/** Factors of the short side and of the long side, so that short − long grows by `missing`. */
function stretch(short: number, long: number, missing: number): [number, number] {
  if (short > 0) return [(short + missing) / short, 1];
  return [1, long > 0 ? Math.max(0, (long - missing) / long) : 1];
}

function swap([first, second]: [number, number]): [number, number] {
  return [second, first];
}
