import {
  logOdds,
  outcomeGroups,
  pooledShifts,
  type ShiftKnot,
  shiftAt,
  sigmoid,
  tallyOf,
} from "@causeway/engine-learning";
import { normalQuantile } from "@causeway/engine-statistics";
import type { PastRecord, PredictionModel } from "../training/stored-model.ts";

/** Of all intervals of probabilities. */
export const intervalLevel = 0.9;

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

/** How far the truth may lie from predictions of every size, by what became of held-out cases. */
export function recordShifts(probabilities: Float64Array, won: Float64Array): readonly ShiftKnot[] {
  return pooledShifts(outcomeGroups(probabilities, tallyOf(won)), intervalLevel);
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
export function rateInterval(won: number, cases: number, level: number): Bounds {
  const z = normalQuantile(1 - (1 - level) / 2);
  const rate = won / cases;
  const centre = (rate + (z * z) / (2 * cases)) / (1 + (z * z) / cases);
  const reach =
    (z * Math.sqrt((rate * (1 - rate)) / cases + (z * z) / (4 * cases * cases))) /
    (1 + (z * z) / cases);
  return { low: centre - reach, high: centre + reach };
}

interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** Where the truth behind a probability lies by what became of cases scored like it: the probability shifted, both ways where it holds. */
export function shiftedInterval(knots: readonly ShiftKnot[], probability: number): Bounds {
  const shift = shiftAt(knots, probability);
  if (shift === undefined) return { low: 0, high: 1 };
  const odds = logOdds(probability);
  return {
    low: Math.min(probability, sigmoid(odds + shift.low)),
    high: Math.max(probability, sigmoid(odds + shift.high)),
  };
}

/**
 * The same from what a version knows: of those that keep no shifts what the group of cases scored alike says by itself
 * (Wilson), and everything of those that keep no record.
 */
export function alikeInterval(
  { record, shifts }: Pick<PredictionModel, "record" | "shifts">,
  probability: number,
): Bounds {
  if (shifts !== null) return shiftedInterval(shifts, probability);
  const alike = similarCases(record, probability);
  if (alike === undefined) return { low: 0, high: 1 };
  return bothOf(
    { low: probability, high: probability },
    rateInterval(alike.won, alike.cases, intervalLevel),
  );
}

/** The interval that holds both: one by the model's own word, one by the record. */
export function bothOf(one: Bounds, other: Bounds): Bounds {
  return { low: Math.min(one.low, other.low), high: Math.max(one.high, other.high) };
}
