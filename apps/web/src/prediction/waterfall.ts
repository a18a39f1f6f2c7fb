import type { Reason } from "@causeway/platform-contract";

/** One bar of the waterfall, in percentage points or in the unit of the number. */
export interface Step {
  readonly reason: Reason;
  /** Ends of the bar: before and after this reason. */
  readonly from: number;
  readonly to: number;
}

export interface Waterfall {
  readonly steps: readonly Step[];
  /** Ends of the common scale. */
  readonly low: number;
  readonly high: number;
}

/** Bars from the average to the result, largest reasons first; the scale holds every bar. */
export function waterfall(reasons: readonly Reason[], baseRate: number, unit = 100): Waterfall {
  const ordered = [...reasons].sort((a, b) => Math.abs(b.points) - Math.abs(a.points));
  const base = baseRate * unit;
  let at = base;
  const steps = ordered.map((reason): Step => {
    const from = at;
    at += reason.points;
    return { reason, from, to: at };
  });
  const ends = [base, ...steps.map(({ to }) => to)];
  return { steps, low: Math.min(...ends), high: Math.max(...ends) };
}
