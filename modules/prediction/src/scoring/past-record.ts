import { normalQuantile } from "@causeway/engine-statistics";
import type { PastRecord } from "../training/stored-model.ts";

/** Held-out predictions in groups of like size, in order: at least 20 cases each, at most ten groups. */
export function pastRecord(probabilities: Float64Array, won: Float64Array): readonly PastRecord[] {
  const order = Array.from(probabilities.keys()).sort(
    (a, b) => (probabilities[a] ?? 0) - (probabilities[b] ?? 0),
  );
  const groups = Math.max(1, Math.min(10, Math.floor(order.length / 20)));
  return Array.from({ length: groups }, (_, group) => {
    const rows = order.slice(
      Math.floor((group * order.length) / groups),
      Math.floor(((group + 1) * order.length) / groups),
    );
    return {
      from: probabilities[rows[0] ?? 0] ?? 0,
      to: probabilities[rows.at(-1) ?? 0] ?? 0,
      cases: rows.length,
      won: rows.reduce((sum, row) => sum + (won[row] ?? 0), 0),
    };
  });
}

/** The group that a probability falls into; the outer ones reach to 0 and 1. */
export function similarCases(
  record: readonly PastRecord[],
  probability: number,
): PastRecord | undefined {
  return record.find(({ to }) => probability <= to) ?? record.at(-1);
}

/**
 * Wilson's interval of a rate. Source: Wilson, Journal of the American Statistical Association 22 (1927).
 */
export function rateInterval(
  won: number,
  cases: number,
  level: number,
): { readonly low: number; readonly high: number } {
  const z = normalQuantile(1 - (1 - level) / 2);
  const rate = won / cases;
  const centre = (rate + (z * z) / (2 * cases)) / (1 + (z * z) / cases);
  const reach =
    (z * Math.sqrt((rate * (1 - rate)) / cases + (z * z) / (4 * cases * cases))) /
    (1 + (z * z) / cases);
  return { low: centre - reach, high: centre + reach };
}

/** A probability's interval made as long as it must be to meet the one that the record of cases scored alike gives. */
export function reachingTo(
  { low, high }: { readonly low: number; readonly high: number },
  { won, cases }: Pick<PastRecord, "won" | "cases">,
  level: number,
): { readonly low: number; readonly high: number } {
  const alike = rateInterval(won, cases, level);
  return { low: Math.min(low, alike.high), high: Math.max(high, alike.low) };
}
