import { type Dataset, predictCurve, type SavedModel } from "@causeway/engine-learning";
import type { CurvePoint } from "@causeway/platform-contract";
import type { StoredCurve } from "../training/stored-model.ts";
import { curveOfAlike } from "./past-curves.ts";

/**
 * The curve of every row: the chance that the outcome has come by the end of each period, with the 90 % interval of held-out
 * cases that were scored alike (Kaplan–Meier, Greenwood), widened to hold the chance itself.
 */
export function scoredCurves(
  saved: SavedModel,
  dataset: Dataset,
  { periods, periodDays, past }: StoredCurve,
): readonly (readonly CurvePoint[])[] {
  const ended = predictCurve(saved, dataset, periods);
  return Array.from({ length: dataset.rows }, (_, row) => {
    const own = ended.subarray(row * periods, (row + 1) * periods);
    const alike = curveOfAlike(past, own[periods - 1] ?? 0);
    return Array.from(own, (share, period) => ({
      days: Math.round(10 * (period + 1) * periodDays) / 10,
      share,
      low: Math.min(share, alike?.low[period] ?? 0),
      high: Math.max(share, alike?.high[period] ?? 1),
    }));
  });
}
