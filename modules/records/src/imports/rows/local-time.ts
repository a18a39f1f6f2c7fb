const hourMs = 3_600_000;
const remembered = 10_000;
const clocks = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, number>();

/** Whether a text that tells a time of day says how far its clock is from UTC. */
export function statesOffset(text: string): boolean {
  return /\d:\d{2}[\d:.]*\s*(Z|[+-]\d{2}:?\d{2})$/i.test(text);
}

/**
 * The instant at which a clock in `zone` (an IANA name) shows what `instant` (ISO 8601) shows in UTC. A time that a change to
 * summer time leaves out is read by the clock of before; of one that comes twice the first is meant.
 */
export function instantInZone(instant: string, zone: string): string {
  const shownMs = Date.parse(instant);
  const offsetMs = offsetAt(shownMs - offsetAt(shownMs, zone), zone);
  return new Date(shownMs - offsetMs).toISOString();
}

/** How far the clock of a zone is ahead of UTC. It changes at full hours of UTC, if at all, so one answer does for each. */
function offsetAt(ms: number, zone: string): number {
  const hour = Math.floor(ms / hourMs);
  const key = `${zone} ${hour}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const offset = readOffset(hour * hourMs, zone);
  if (offsets.size >= remembered) offsets.clear();
  offsets.set(key, offset);
  return offset;
}

function readOffset(ms: number, zone: string): number {
  let clock = clocks.get(zone);
  if (clock === undefined) {
    clock = new Intl.DateTimeFormat("en", {
      ...{ timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric" },
      ...{ hour: "numeric", minute: "numeric", second: "numeric" },
    });
    clocks.set(zone, clock);
  }
  const parts = new Map(clock.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
  const at = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  const shown = new Date(0);
  shown.setUTCFullYear(at("year"), at("month") - 1, at("day"));
  shown.setUTCHours(at("hour"), at("minute"), at("second"));
  return shown.getTime() - ms;
}
