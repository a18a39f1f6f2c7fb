import type { PredictedGroup } from "./pooled-shifts.ts";
import { predictionGroups } from "./prediction-groups.ts";

const leastCases = 20;
const mostGroups = 30;

/** Cases and outcomes among some rows; of cases that were not seen to their end as many as they are worth. */
export type Tally = (rows: Uint32Array) => { readonly cases: number; readonly won: number };

/** Held-out predictions in order, in groups of at least 20 cases and at most thirty groups, each with what became of it. */
export function outcomeGroups(predicted: Float64Array, tally: Tally): readonly PredictedGroup[] {
  return predictionGroups(predicted, leastCases, mostGroups).map((rows) => {
    const at = (place: number) => predicted[rows.at(place) ?? 0] as number;
    const mean = rows.reduce((sum, row) => sum + (predicted[row] as number), 0) / rows.length;
    return { from: at(0), to: at(-1), mean, ...tally(rows) };
  });
}

/** Counts outcomes (0 or 1) that are all known. */
export function tallyOf(target: Float64Array): Tally {
  return (rows) => ({
    cases: rows.length,
    won: rows.reduce((sum, row) => sum + (target[row] as number), 0),
  });
}
