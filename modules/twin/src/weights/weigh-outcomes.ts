import { benjaminiHochberg, normalUpper } from "@causeway/engine-statistics";
import type { WeightCalibration } from "@causeway/platform-contract";

export interface SeenRule {
  readonly id: string;
  /** By case: whether the behaviour was seen. */
  readonly seen: readonly boolean[];
}

type Weighed = WeightCalibration["rules"][number];

/** Cases with and without the behaviour, and of either outcome, below which nothing is said. */
const fewest = 10;
const z90 = 1.6448536269514722;
/** Of the proposals made, at most this share may be chance. */
const falseDiscoveries = 0.1;

/**
 * Log odds ratio of the outcome with and without each behaviour, a half added to every cell (Haldane 1956, Anscombe 1956),
 * its standard error by Woolf (1955), 90 % interval; which of them are told apart from chance by Benjamini and Hochberg
 * (1995) over all rules.
 */
export function weighOutcomes(
  rules: readonly SeenRule[],
  won: readonly boolean[],
): readonly Weighed[] {
  const weighed = rules.map(({ id, seen }) => ({ id, ...weigh(seen, won) }));
  const tested = weighed.flatMap(({ id, p }) => (p === null ? [] : [{ id, p }]));
  const adjusted = benjaminiHochberg(tested.map(({ p }) => p));
  const found = new Set(
    tested.flatMap(({ id }, place) => ((adjusted[place] ?? 1) <= falseDiscoveries ? [id] : [])),
  );
  return weighed.map(({ p, ...each }) => ({
    ...each,
    verdict: p === null ? "too-few" : found.has(each.id) ? "tells" : "no-relation",
  }));
}

function weigh(
  seen: readonly boolean[],
  won: readonly boolean[],
): Omit<Weighed, "id" | "verdict"> & { readonly p: number | null } {
  const count = (isSeen: boolean, isWon: boolean) =>
    won.filter((outcome, place) => outcome === isWon && seen[place] === isSeen).length;
  const [a, b, c, d] = [
    count(true, true),
    count(true, false),
    count(false, true),
    count(false, false),
  ];
  const numbers = { seen: a + b, wonSeen: a, others: c + d, wonOthers: c };
  if ([a + b, c + d, a + c, b + d].some((margin) => margin < fewest)) {
    return { ...numbers, delta: null, low: null, high: null, p: null };
  }
  const [w, x, y, z] = [a + 0.5, b + 0.5, c + 0.5, d + 0.5];
  const delta = Math.log((w * z) / (x * y));
  const error = Math.sqrt(1 / w + 1 / x + 1 / y + 1 / z);
  return {
    ...numbers,
    delta,
    low: delta - z90 * error,
    high: delta + z90 * error,
    p: 2 * normalUpper(Math.abs(delta) / error),
  };
}
