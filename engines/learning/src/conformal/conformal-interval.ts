import { conformalQuantile } from "./conformal-quantile.ts";

/** Held-out predictions of a number beside what happened. */
export interface CalibrationRows {
  /** Lower and upper prediction: quantiles, or twice the same value. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly target: Float64Array;
  /** Segment of each row, for intervals that hold in every segment by itself. */
  readonly segments?: readonly string[];
}

/** How far intervals must be widened; plain JSON. */
export interface ConformalInterval {
  readonly level: number;
  readonly widening: number;
  readonly bySegment: Readonly<Record<string, number>>;
}

/** Fewer rows of a segment than this borrow the widening of all rows. */
const leastOfSegment = 30;

/**
 * Split conformal intervals around any predictor: the widening (negative if the given bounds are too wide) that covers the
 * stated share of held-out rows, overall and by segment. With quantile predictions as bounds this is conformalized quantile regression.
 * Sources: Romano, Patterson & Candès, NeurIPS 2019; Vovk, ACML 2012 (by segment).
 */
export function fitConformalInterval(rows: CalibrationRows, level: number): ConformalInterval {
  const scores = rows.target.map((value, row) =>
    Math.max((rows.low[row] as number) - value, value - (rows.high[row] as number)),
  );
  const groups = new Map<string, number[]>();
  rows.segments?.forEach((segment, row) => {
    const group = groups.get(segment) ?? [];
    group.push(scores[row] as number);
    groups.set(segment, group);
  });
  const large = [...groups].filter(([, group]) => group.length >= leastOfSegment);
  return {
    level,
    widening: conformalQuantile(scores, level),
    bySegment: Object.fromEntries(
      large.map(([segment, group]) => [segment, conformalQuantile(group, level)]),
    ),
  };
}

/** The interval of a fresh row with the bounds that its predictor gave. */
export function conformalInterval(
  fitted: ConformalInterval,
  bounds: { readonly low: number; readonly high: number },
  segment?: string,
): { readonly low: number; readonly high: number } {
  const own = segment === undefined ? undefined : fitted.bySegment[segment];
  const widening = own ?? fitted.widening;
  const [low, high] = [bounds.low - widening, bounds.high + widening];
  if (low <= high) return { low, high };
  const middle = (low + high) / 2;
  return { low: middle, high: middle };
}
