import type { SurvivalSpans } from "@causeway/engine-learning";
import { dayMs } from "../datasets/moments.ts";

/** How a horizon is cut into the periods of a curve. */
export interface CurveGrid {
  readonly periods: number;
  readonly periodDays: number;
}

const mostPeriods = 12;
/** Rows of subjects by periods that a hazard is learned from. */
const mostRows = 60_000;

/** Twelve periods, or as many as there are days; the last ends with the horizon. */
export function curveGrid(horizonDays: number): CurveGrid {
  const periods = Math.min(mostPeriods, horizonDays);
  return { periods, periodDays: horizonDays / periods };
}

/** Cases of a curve, one entry per row. */
export interface CurveCases {
  readonly atMs: Float64Array;
  readonly seenMs: Float64Array;
  readonly ended: Float64Array;
  readonly nowMs: number;
}

export interface CurveRows {
  /** Rows that say something: seen for a whole period at least, the latest first where there are too many. */
  readonly rows: Uint32Array;
  readonly spans: SurvivalSpans;
}

/**
 * The spans of cases in periods. What ends in a period ends at its end; a case that is not over counts for its whole periods.
 * Whether the end came within the horizon is asked of cases whose horizon is over, whenever it came: who ended early is
 * known early, and would be met too often.
 */
export function curveSpans(
  { atMs, seenMs, ended, nowMs }: CurveCases,
  { periods, periodDays }: CurveGrid,
): CurveRows {
  const periodMs = periodDays * dayMs;
  const horizonMs = periods * periodMs;
  const seenOf = (row: number) => {
    const count = (seenMs[row] as number) / periodMs;
    const seen = ended[row] === 1 ? Math.max(1, Math.ceil(count)) : Math.floor(count);
    return Math.min(periods, seen);
  };
  const told = Array.from(seenMs.keys()).filter(
    (row) => !Number.isNaN(seenMs[row]) && seenOf(row) >= 1,
  );
  let left = mostRows;
  const chosen = told
    .toSorted((a, b) => (atMs[b] as number) - (atMs[a] as number))
    .filter((row) => {
      left -= seenOf(row);
      return left >= 0;
    })
    .sort((a, b) => a - b);
  const rows = Uint32Array.from(chosen);
  const events = Float64Array.from(rows, (row) => ended[row] as number);
  return {
    rows,
    spans: {
      periods: Int32Array.from(rows, seenOf),
      events,
      target: events.map((event, place) =>
        (atMs[rows[place] as number] as number) + horizonMs <= nowMs ? event : Number.NaN,
      ),
      horizon: periods,
    },
  };
}
