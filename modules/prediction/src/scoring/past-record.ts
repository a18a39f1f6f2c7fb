import { logOdds, pooledShifts, sigmoid } from "@causeway/engine-learning";
import { normalQuantile } from "@causeway/engine-statistics";
import type { PastRecord } from "../training/stored-model.ts";

/** Of all intervals of probabilities. */
export const intervalLevel = 0.9;

/**
 * Held-out predictions in groups of like size, in order: at least 20 cases each, at most ten groups. Each says how far the
 * truth may lie from its predictions; groups of few cases learn that from their neighbours.
 */
export function pastRecord(probabilities: Float64Array, won: Float64Array): readonly PastRecord[] {
  const order = Array.from(probabilities.keys()).sort(
    (a, b) => (probabilities[a] ?? 0) - (probabilities[b] ?? 0),
  );
  const groups = Math.max(1, Math.min(10, Math.floor(order.length / 20)));
  const record = Array.from({ length: groups }, (_, group) => {
    const rows = order.slice(
      Math.floor((group * order.length) / groups),
      Math.floor(((group + 1) * order.length) / groups),
    );
    return {
      from: probabilities[rows[0] ?? 0] ?? 0,
      to: probabilities[rows.at(-1) ?? 0] ?? 0,
      cases: rows.length,
      won: rows.reduce((sum, row) => sum + (won[row] ?? 0), 0),
      mean: rows.reduce((sum, row) => sum + (probabilities[row] ?? 0), 0) / rows.length,
    };
  });
  if (order.length === 0) return record.map(({ mean: _, ...group }) => group);
  const shifts = pooledShifts(record, intervalLevel);
  return record.map(({ mean: _, ...group }, place) => {
    const shift = shifts[place];
    return shift === undefined ? group : { ...group, shift };
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

/**
 * Where the truth behind a probability lies by what became of cases scored alike: the probability shifted by as much as
 * these and their neighbours may be off; of versions that do not know that, what the group alone says (Wilson).
 */
export function alikeInterval(
  { won, cases, shift }: PastRecord,
  probability: number,
): { readonly low: number; readonly high: number } {
  if (shift === undefined) return rateInterval(won, cases, intervalLevel);
  const odds = logOdds(probability);
  return { low: sigmoid(odds + shift.low), high: sigmoid(odds + shift.high) };
}

/** A probability's interval made as long as it must be to meet the one that the record of cases scored alike gives. */
export function reachingTo(
  { low, high }: { readonly low: number; readonly high: number },
  alike: { readonly low: number; readonly high: number },
): { readonly low: number; readonly high: number } {
  return { low: Math.min(low, alike.high), high: Math.max(high, alike.low) };
}
