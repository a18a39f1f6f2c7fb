/** The time at which relative dates are read. */
export interface MomentOptions {
  readonly now: Date;
  /** IANA zone that decides which calendar day `now` is; default `UTC`. */
  readonly timeZone?: string;
}

/** A fixed instant with its calendar day. */
export interface Moment {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly timeZone: string;
  /** `YYYY-MM-DD` in the zone; computed once. */
  today(): string;
}

const dayMs = 86_400_000;
const earliest = Date.UTC(1000, 0, 1);
const latest = Date.UTC(9000, 0, 1);

/** Fixes an instant. Throws RangeError for an unknown zone or a year outside 1000–9000. */
export function createMoment({ now, timeZone = "UTC" }: MomentOptions): Moment {
  const instant = now.getTime();
  if (!(instant >= earliest && instant <= latest)) {
    throw new RangeError("now must lie between the years 1000 and 9000");
  }
  zoneFormat(timeZone);
  let today: string | undefined;
  return {
    now: instant,
    timeZone,
    today() {
      today ??= formatInstant(instant, timeZone).slice(0, 10);
      return today;
    },
  };
}

/** An instant as `YYYY-MM-DD HH:mm:ss` in a zone. */
export function formatInstant(instant: number, timeZone: string): string {
  if (timeZone === "UTC") return new Date(instant).toISOString().slice(0, 19).replace("T", " ");
  const parts = new Map(
    zoneFormat(timeZone)
      .formatToParts(instant)
      .map((part) => [part.type, part.value]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes): string => parts.get(name) ?? "";
  const date = `${part("year").padStart(4, "0")}-${part("month")}-${part("day")}`;
  return `${date} ${part("hour")}:${part("minute")}:${part("second")}`;
}

/** Formats are costly to make (50 µs) and depend on nothing but the zone. */
const zoneFormats = new Map<string, Intl.DateTimeFormat>();

function zoneFormat(timeZone: string): Intl.DateTimeFormat {
  const known = zoneFormats.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    calendar: "gregory",
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  zoneFormats.set(timeZone, format);
  return format;
}

/** Shifts an instant by whole days of 24 hours. */
export function shiftInstant(instant: number, days: number): number {
  return instant + days * dayMs;
}

/** Shifts a `YYYY-MM-DD` date by calendar days. */
export function shiftDate(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}
