/** A stretch of time, epoch milliseconds. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;
const shortestMs = 2 * hourMs;

export function spanOf({ from, to }: TimeRange): number {
  return to - from;
}

/** The range shifted into the bounds; its length stays where the bounds allow it. */
export function clampRange(range: TimeRange, bounds: TimeRange): TimeRange {
  const span = Math.min(spanOf(range), spanOf(bounds));
  const from = Math.min(Math.max(range.from, bounds.from), bounds.to - span);
  return { from, to: from + span };
}

/** Zooms about an instant that stays where it is; `factor` below 1 zooms in. */
export function zoomRange(
  range: TimeRange,
  factor: number,
  at: number,
  bounds: TimeRange,
): TimeRange {
  const span = Math.min(Math.max(spanOf(range) * factor, shortestMs), spanOf(bounds));
  const share = (at - range.from) / spanOf(range);
  const from = at - share * span;
  return clampRange({ from, to: from + span }, bounds);
}

/** What a step of the keys or of the buttons leaves of the range. */
export const zoomStep = 0.7;

export function middleOf({ from, to }: TimeRange): number {
  return (from + to) / 2;
}

export function panRange(range: TimeRange, byMs: number, bounds: TimeRange): TimeRange {
  return clampRange({ from: range.from + byMs, to: range.to + byMs }, bounds);
}

/** Time to pixel and back, across a width. */
export function scaleOf(range: TimeRange, width: number) {
  const perMs = width / spanOf(range);
  return {
    x: (at: number) => (at - range.from) * perMs,
    at: (x: number) => range.from + x / perMs,
  };
}

export type TimeScale = ReturnType<typeof scaleOf>;

/**
 * The window that is asked from the server for a visible range: a power-of-two number of days on a
 * grid, so that small moves ask for nothing new. It always holds the range.
 */
export function windowFor(range: TimeRange): TimeRange {
  let span = 4 * dayMs;
  while (span < spanOf(range) * 2) span *= 2;
  const step = span / 4;
  const from = Math.floor((range.from - step / 2) / step) * step;
  const held = from + span >= range.to ? span : span + step;
  return { from, to: from + held };
}

export interface Tick {
  readonly at: number;
  readonly unit: "hour" | "day" | "month";
}

const ladders = [
  { unit: "hour", step: 1 },
  { unit: "hour", step: 3 },
  { unit: "hour", step: 6 },
  { unit: "hour", step: 12 },
  { unit: "day", step: 1 },
  { unit: "day", step: 2 },
  { unit: "day", step: 7 },
  { unit: "month", step: 1 },
  { unit: "month", step: 3 },
  { unit: "month", step: 12 },
] as const;
type Ladder = (typeof ladders)[number];

const unitMs = { hour: hourMs, day: dayMs, month: 30.4 * dayMs } as const;

function firstTick(from: number, { unit, step }: Ladder): Date {
  const date = new Date(from);
  date.setMinutes(0, 0, 0);
  if (unit === "hour") date.setHours(Math.ceil((date.getHours() + 1) / step) * step);
  else {
    date.setHours(0);
    if (unit === "day") date.setDate(date.getDate() + 1);
    else date.setMonth(Math.ceil((date.getMonth() + 1) / step) * step, 1);
  }
  return date;
}

function advance(date: Date, { unit, step }: Ladder): void {
  if (unit === "hour") date.setHours(date.getHours() + step);
  else if (unit === "day") date.setDate(date.getDate() + step);
  else date.setMonth(date.getMonth() + step);
}

/** Round instants of the reader's zone, at least `gapPx` apart. */
export function ticksOf(range: TimeRange, width: number, gapPx = 72): readonly Tick[] {
  const perMs = width / spanOf(range);
  const ladder =
    ladders.find(({ unit, step }) => unitMs[unit] * step * perMs >= gapPx) ?? ladders[9];
  const ticks: Tick[] = [];
  for (
    const date = firstTick(range.from, ladder);
    date.getTime() < range.to;
    advance(date, ladder)
  ) {
    ticks.push({ at: date.getTime(), unit: ladder.unit });
  }
  return ticks;
}
