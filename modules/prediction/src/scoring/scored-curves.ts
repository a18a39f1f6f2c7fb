import { type Dataset, predictCurve, type SavedModel } from "@causeway/engine-learning";
import type { CurvePoint } from "@causeway/platform-contract";
import type { StoredCurve } from "../training/stored-model.ts";
import { curveOfAlike } from "./past-curves.ts";
import { bothOf, shiftedInterval } from "./past-record.ts";

/**
 * The curve of every row: the chance that the outcome has come by the end of each period, with a 90 % interval by what became
 * of held-out cases along the predictions (of older versions: of the group scored alike), which neither falls nor leaves out
 * the chance itself.
 */
export function scoredCurves(
  saved: SavedModel,
  dataset: Dataset,
  curve: StoredCurve,
): readonly (readonly CurvePoint[])[] {
  const { periods, periodDays } = curve;
  const ended = predictCurve(saved, dataset, periods);
  return Array.from({ length: dataset.rows }, (_, row) => {
    const own = ended.subarray(row * periods, (row + 1) * periods);
    const bounds = rising(boundsOf(own, curve));
    return Array.from(own, (share, period) => ({
      days: Math.round(10 * (period + 1) * periodDays) / 10,
      share,
      low: bounds[period]?.low ?? 0,
      high: bounds[period]?.high ?? 1,
    }));
  });
}

interface Bounds {
  readonly low: number;
  readonly high: number;
}

function boundsOf(own: Float64Array, { periods, past, shifts }: StoredCurve): readonly Bounds[] {
  if (shifts !== null) {
    return Array.from(own, (share, period) => shiftedInterval(shifts[period] ?? [], share));
  }
  const alike = curveOfAlike(past, own[periods - 1] ?? 0);
  return Array.from(own, (share, period) =>
    bothOf(
      { low: share, high: share },
      { low: alike?.low[period] ?? 0, high: alike?.high[period] ?? 1 },
    ),
  );
}

/** What has come stays: a bound that would fall is made wider instead. */
function rising(bounds: readonly Bounds[]): readonly Bounds[] {
  return bounds.map((_, period) => ({
    low: Math.min(...bounds.slice(period).map(({ low }) => low)),
    high: Math.max(...bounds.slice(0, period + 1).map(({ high }) => high)),
  }));
}
