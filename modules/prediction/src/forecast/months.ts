/** The first instant of a month (UTC) `offset` months from the one in which `ms` lies. */
export function monthStart(ms: number, offset = 0): number {
  const date = new Date(ms);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + offset, 1);
}

/** Whole months from the month of one instant to that of another. */
export function monthsBetween(fromMs: number, toMs: number): number {
  const [from, to] = [new Date(fromMs), new Date(toMs)];
  return 12 * (to.getUTCFullYear() - from.getUTCFullYear()) + to.getUTCMonth() - from.getUTCMonth();
}

/** Calendar month, January is 0. */
export function calendarMonth(ms: number): number {
  return new Date(ms).getUTCMonth();
}

/** Share of its month that lies after an instant. */
export function leftOfMonth(ms: number): number {
  const [from, to] = [monthStart(ms), monthStart(ms, 1)];
  return (to - ms) / (to - from);
}
