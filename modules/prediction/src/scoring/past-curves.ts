import { kaplanMeier, type SurvivalSpans, survivalAt } from "@causeway/engine-learning";

/** How held-out cases that were scored alike went: the share with the outcome by the end of each period, with a 90 % interval. */
export interface PastCurve {
  /** Scores of the group at the horizon. */
  readonly from: number;
  readonly to: number;
  readonly cases: number;
  readonly share: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
}

const leastCases = 40;
const mostGroups = 5;
const level = 0.9;

/**
 * Held-out cases in groups of like size by their chance at the horizon, each with its Kaplan–Meier curve: those that are not
 * over count as far as they were seen. `rows` are places in `spans`; `ended` is rows × periods.
 */
export function pastCurves(
  { rows, ended }: { readonly rows: Uint32Array; readonly ended: Float64Array },
  spans: SurvivalSpans,
): readonly PastCurve[] {
  const { horizon } = spans;
  const scoreOf = (place: number) => ended[(place + 1) * horizon - 1] as number;
  const order = Array.from(rows.keys()).sort((a, b) => scoreOf(a) - scoreOf(b));
  const groups = Math.max(1, Math.min(mostGroups, Math.floor(order.length / leastCases)));
  return Array.from({ length: groups }, (_, group) => {
    const places = order.slice(
      Math.floor((group * order.length) / groups),
      Math.floor(((group + 1) * order.length) / groups),
    );
    return {
      from: scoreOf(places[0] ?? 0),
      to: scoreOf(places.at(-1) ?? 0),
      cases: places.length,
      ...observedCurve(
        places.map((place) => rows[place] as number),
        spans,
      ),
    };
  });
}

/** The Kaplan–Meier curve of some cases at the end of each period. */
export function observedCurve(
  cases: ArrayLike<number>,
  { periods, events, horizon }: SurvivalSpans,
): Pick<PastCurve, "share" | "low" | "high"> {
  const pick = (values: ArrayLike<number>) =>
    Float64Array.from(cases, (row) => values[row] as number);
  const steps = kaplanMeier(pick(periods), pick(events), level);
  const each = Array.from({ length: horizon }, (_, place) => place + 1);
  const stepAt = (period: number) => steps.findLast(({ time }) => time <= period);
  return {
    share: each.map((period) => 1 - survivalAt(steps, period)),
    low: each.map((period) => 1 - (stepAt(period)?.high ?? 1)),
    high: each.map((period) => 1 - (stepAt(period)?.low ?? 1)),
  };
}

/** The group that a chance falls into; the outer ones reach to 0 and 1. */
export function curveOfAlike(curves: readonly PastCurve[], chance: number): PastCurve | undefined {
  return curves.find(({ to }) => chance <= to) ?? curves.at(-1);
}
