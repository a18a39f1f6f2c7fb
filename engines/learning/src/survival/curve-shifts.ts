import { outcomeGroups, type Tally } from "../calibration/outcome-groups.ts";
import { pooledShifts, type ShiftKnot } from "../calibration/pooled-shifts.ts";
import { kaplanMeier } from "./kaplan-meier.ts";
import type { SurvivalReport, SurvivalSpans } from "./train-survival.ts";

/**
 * By how much, in log-odds, the truth may lie apart from the chance of the end by the end of each period: the same as for
 * chances at one moment (`pooledShifts`), period by period. Held-out subjects that are not over count as far as they were
 * seen: a group is worth as many cases as would give its Kaplan–Meier rate the variance that Greenwood's formula says.
 * `curves.rows` are places in `spans`. Source of the effective number: Cutler & Ederer, Journal of Chronic Diseases 8 (1958).
 */
export function curveShifts(
  { rows, ended }: SurvivalReport["curves"],
  { periods, events, horizon }: SurvivalSpans,
  level: number,
): readonly (readonly ShiftKnot[])[] {
  const seen = Float64Array.from(rows, (row) => periods[row] as number);
  const ends = Float64Array.from(rows, (row) => events[row] as number);
  return Array.from({ length: horizon }, (_, place) => {
    const predicted = Float64Array.from(
      rows,
      (_row, subject) => ended[subject * horizon + place] as number,
    );
    return pooledShifts(outcomeGroups(predicted, tallyBy(place + 1, seen, ends)), level);
  });
}

/** How many ended by the end of a period, of how many that would say as much had all been seen until then. */
function tallyBy(period: number, seen: Float64Array, ends: Float64Array): Tally {
  return (subjects) => {
    const times = Float64Array.from(subjects, (subject) => seen[subject] as number);
    const events = Float64Array.from(subjects, (subject) => ends[subject] as number);
    const step = kaplanMeier(times, events).findLast(({ time }) => time <= period);
    const survival = step?.survival ?? 1;
    const cases =
      step === undefined || survival <= 0
        ? followed(period, times, events)
        : (survival * (1 - survival)) / step.variance;
    return { cases, won: cases * (1 - survival) };
  };
}

/** Those of whom it is known whether they ended by then: all that counts where all of them did, or none. */
function followed(period: number, times: Float64Array, events: Float64Array): number {
  return times.reduce((sum, time, subject) => {
    const isKnown = time >= period || (events[subject] as number) > 0.5;
    return sum + (isKnown ? 1 : 0);
  }, 0);
}
