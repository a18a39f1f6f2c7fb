import type { JsonObject } from "./json-object.ts";

/** A timestamp before this is a broken clock, not history. */
export const earliest = Date.UTC(2000, 0, 1);
const dayMs = 86_400_000;
const minuteMs = 60_000;
/** The month of events whose own timestamp cannot be true; a partition of its own. */
export const undatedMonth = "1970-01-01";

export type TimeFlag =
  /** The event carried no readable time; it counts as happening when it was received. */
  | "missing"
  /** Before 2000 or more than a day ahead, also after correction; counts as happening when it was received. */
  | "impossible"
  /** A little ahead of our clock; counts as happening when it was received. */
  | "ahead";

export interface EventTime {
  readonly occurredAt: Date;
  /** First day of the month of the original timestamp, as `2026-11-01`: part of the key of deduplication. */
  readonly originalMonth: string;
  readonly flag: TimeFlag | null;
}

/**
 * When an event happened by our clock: `receivedAt − (sentAt − originalTimestamp)`, so a client's wrong clock cancels out.
 * The month stays that of the original timestamp, which a retry repeats while `sentAt` changes.
 */
export function correctTime(
  original: Date | null,
  sentAt: Date | null,
  receivedAt: Date,
): EventTime {
  if (original === null) {
    return { occurredAt: receivedAt, originalMonth: monthOf(receivedAt), flag: "missing" };
  }
  const originalMonth = isPossible(original.getTime(), receivedAt)
    ? monthOf(original)
    : undatedMonth;
  const skewMs = sentAt === null ? 0 : receivedAt.getTime() - sentAt.getTime();
  const corrected = original.getTime() + skewMs;
  if (!isPossible(corrected, receivedAt)) {
    return { occurredAt: receivedAt, originalMonth, flag: "impossible" };
  }
  // An event cannot become known before it happens.
  const aheadMs = corrected - receivedAt.getTime();
  if (aheadMs <= 0) return { occurredAt: new Date(corrected), originalMonth, flag: null };
  return { occurredAt: receivedAt, originalMonth, flag: aheadMs > minuteMs ? "ahead" : null };
}

/** A time without a zone is UTC; left alone it would mean the zone of this machine. */
const withoutZone = /T\d\d:\d\d(:\d\d(\.\d+)?)?$/;

/** The member of an object as a time; see `readTime`. */
export function timeAt(parent: JsonObject | null, key: string): Date | null {
  return readTime(parent?.[key]);
}

/** Reads ISO 8601 text, or milliseconds (or seconds) since 1970; null for anything else. */
export function readTime(value: unknown): Date | null {
  if (typeof value === "number" && Number.isFinite(value)) return valid(fromEpoch(value));
  if (typeof value !== "string" || value.length > 40) return null;
  if (!/^[+-]?\d{4,6}-\d\d-\d\d/.test(value)) return null;
  return valid(new Date(withoutZone.test(value) ? `${value}Z` : value));
}

function fromEpoch(value: number): Date {
  const looksLikeSeconds = Math.abs(value) < 1e11;
  return new Date(looksLikeSeconds ? value * 1000 : value);
}

function valid(date: Date): Date | null {
  return Number.isNaN(date.getTime()) ? null : date;
}

function isPossible(timeMs: number, receivedAt: Date): boolean {
  return timeMs >= earliest && timeMs <= receivedAt.getTime() + dayMs;
}

let last = { year: 0, month: 0, text: "" };

/** Most events are of one month: its text is made once, and so costs no more than a look to compare. */
function monthOf(date: Date): string {
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth() + 1;
  if (last.year !== year || last.month !== month) {
    last = { year, month, text: `${year}-${month < 10 ? "0" : ""}${month}-01` };
  }
  return last.text;
}
