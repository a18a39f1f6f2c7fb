import type { PredictionMoment } from "@causeway/platform-contract";
import { dateOf } from "./outcome.ts";
import { type RecordPast, wasThere } from "./record-past.ts";

export const dayMs = 86_400_000;
/** A new record is looked at when its first touchpoints are in. */
const firstLookMs = 10 * 60_000;
const mostMonths = 36;

/** The moments of a record's life at which is predicted, in milliseconds, before it was over and not in the future. */
export function momentsOf(
  moment: PredictionMoment,
  past: RecordPast,
  overAtMs: number,
  nowMs: number,
): readonly number[] {
  const times = timesOf(moment, past, overAtMs, nowMs);
  return [...new Set(times)]
    .filter((time) => time <= nowMs && !(time >= overAtMs) && wasThere(past, time))
    .sort((a, b) => a - b);
}

function timesOf(
  moment: PredictionMoment,
  past: RecordPast,
  overAtMs: number,
  nowMs: number,
): readonly number[] {
  const { createdMs } = past;
  switch (moment.kind) {
    case "created":
      return moment.afterDays.map((days) =>
        days === 0 ? firstLook(createdMs, overAtMs, nowMs) : createdMs + days * dayMs,
      );
    case "changed":
      return [
        createdMs,
        ...past.changes
          .filter(({ fields }) => Object.hasOwn(fields, moment.field))
          .map(({ knownMs }) => knownMs),
      ];
    case "date": {
      const date = dateOf(past.record.values[moment.field]);
      if (Number.isNaN(date)) return [];
      return moment.offsetDays.map((days) => date + days * dayMs);
    }
    case "monthly":
      return monthsBetween(Math.max(createdMs, nowMs - mostMonths * 31 * dayMs), nowMs);
  }
}

function firstLook(createdMs: number, overAtMs: number, nowMs: number): number {
  const last = Number.isNaN(overAtMs) ? nowMs : Math.min(nowMs, overAtMs - 1);
  return Math.max(createdMs, Math.min(createdMs + firstLookMs, last));
}

function monthsBetween(fromMs: number, toMs: number): readonly number[] {
  const from = new Date(fromMs);
  const times: number[] = [];
  for (let month = from.getUTCMonth() + 1; times.length < mostMonths; month++) {
    const time = Date.UTC(from.getUTCFullYear(), month, 1);
    if (time > toMs) break;
    times.push(time);
  }
  return times;
}
