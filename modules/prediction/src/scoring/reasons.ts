import { counted, type Label, type Reason } from "@causeway/platform-contract";
import type { Cell, Feature } from "../datasets/feature.ts";

const mostReasons = 7;

/** What one column adds to the log-odds, or to the number. */
export interface FeatureContribution {
  readonly feature: Feature;
  readonly cell: Cell;
  readonly amount: number;
}

/** From where to where the reasons lead: a probability in percentage points, a number in its own unit. */
export interface Span {
  readonly task: "binary" | "regression";
  readonly base: number;
  readonly value: number;
}

/**
 * Contributions as reasons, the strongest first, columns of one meaning as one; what is left over is one last line. Every
 * reason keeps its direction, and all together lead exactly from the average to the prediction.
 */
export function reasonsFor(
  contributions: readonly FeatureContribution[],
  { task, base, value }: Span,
): readonly Reason[] {
  const groups = groupByMeaning(contributions).filter(({ amount }) => Math.abs(amount) > 1e-9);
  const unit = task === "binary" ? 100 : 1;
  const scale = pointScale(
    groups.map(({ amount }) => amount),
    value - base,
    task === "binary" ? value * (1 - value) : 1,
  );
  const reasons = groups
    .map(
      ({ feature, cell, amount }): Reason => ({
        feature: feature.name,
        label: feature.label,
        value: feature.show(cell),
        points: unit * scale(amount),
      }),
    )
    .sort((a, b) => Math.abs(b.points) - Math.abs(a.points));
  const shown = reasons.slice(0, mostReasons);
  const rest = reasons.slice(mostReasons);
  const explained = shown.reduce((sum, { points }) => sum + points, 0);
  const left = unit * (value - base) - explained;
  return rest.length === 0 && Math.abs(left) < 0.05
    ? shown
    : [
        ...shown,
        { feature: "other", label: otherLabel, value: restLabel(rest.length), points: left },
      ];
}

const otherLabel: Label = { zh: "其他因素", en: "Everything else" };

function restLabel(count: number): Label {
  return { zh: `${count} 项`, en: counted(count, "factor") };
}

/** A group speaks by its strongest member. */
export function groupByMeaning(
  contributions: readonly FeatureContribution[],
): readonly FeatureContribution[] {
  const groups = new Map<
    string,
    { feature: Feature; cell: Cell; strongest: number; amount: number }
  >();
  for (const { feature, cell, amount } of contributions) {
    const group = groups.get(feature.group);
    if (group === undefined) {
      groups.set(feature.group, { feature, cell, strongest: Math.abs(amount), amount });
      continue;
    }
    group.amount += amount;
    if (Math.abs(amount) <= group.strongest) continue;
    group.strongest = Math.abs(amount);
    group.feature = feature;
    group.cell = cell;
  }
  return [...groups.values()];
}

/**
 * From contributions to points: one slope for all, then the side that falls short is stretched (or the other one shrunk)
 * until the sum is right, so that no reason changes its sign.
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
  return (amount) => slope * amount * (amount > 0 ? rising : falling);
}

/** Factors of the short side and of the long side, so that short − long grows by `missing`. */
function stretch(short: number, long: number, missing: number): [number, number] {
  if (short > 0) return [(short + missing) / short, 1];
  return [1, long > 0 ? Math.max(0, (long - missing) / long) : 1];
}

function swap([first, second]: [number, number]): [number, number] {
  return [second, first];
}
