export const dayMs = 86_400_000;

/** Days and calendar months of a simulation; day 0 begins at the request's `startMs`. */
export interface Calendar {
  readonly startMs: number;
  readonly months: number;
  readonly days: number;
  /** First day of month `index`; also defined for the month after the last. */
  monthStart(index: number): number;
  /** Month in which a day of the simulation lies. */
  monthOf(day: number): number;
  /** Calendar month of a simulated month, January is 0; also for months before the first. */
  seasonMonth(index: number): number;
}

/** The calendar of `months` months from `startMs`, which must be the first instant of a month in UTC. */
export function calendarOf(startMs: number, months: number): Calendar {
  const start = new Date(startMs);
  if (start.getTime() !== Date.UTC(start.getUTCFullYear(), start.getUTCMonth(), 1)) {
    throw new RangeError("A market starts with the first instant of a month in UTC");
  }
  const starts = Array.from(
    { length: months + 1 },
    (_, index) =>
      (Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + index, 1) - startMs) / dayMs,
  );
  const days = starts[months] ?? 0;
  const months0 = new Uint16Array(days);
  for (let month = 0; month < months; month++)
    months0.fill(month, starts[month], starts[month + 1]);
  return {
    startMs,
    months,
    days,
    monthStart: (index) => starts[index] ?? (index < 0 ? 0 : days),
    monthOf: (day) => months0[day] ?? (day < 0 ? 0 : months - 1),
    seasonMonth: (index) => (((start.getUTCMonth() + index) % 12) + 12) % 12,
  };
}
