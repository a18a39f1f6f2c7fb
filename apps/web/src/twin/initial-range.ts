import type { Twin } from "@causeway/platform-contract";
import { clampRange, dayMs, type TimeRange } from "./time-range.ts";

export type Preset = "72h" | "10d" | "quarter" | "all";

const spans: Readonly<Record<Exclude<Preset, "all">, number>> = {
  "72h": 3 * dayMs,
  "10d": 10 * dayMs,
  quarter: 91 * dayMs,
};

/** From a year ago, or the first event, to a day from now. */
export function boundsOf(twin: Twin, now: number): TimeRange {
  const first = twin.firstSeenAt === null ? now : Date.parse(twin.firstSeenAt);
  return { from: Math.min(now - 364 * dayMs, first), to: now + dayMs / 2 };
}

/** Where a time line opens on an event: the preset if it shows the event, else the days around it. */
export function rangeAround(at: number | null, twin: Twin, now: number): TimeRange {
  const preset = presetRange("10d", twin, now);
  if (at === null || (at >= preset.from && at <= preset.to)) return preset;
  return clampRange({ from: at - 3 * dayMs, to: at + 7 * dayMs }, boundsOf(twin, now));
}

/** A preset, ending now; or where nobody was seen lately, soon after the last event. */
export function presetRange(preset: Preset, twin: Twin, now: number): TimeRange {
  const bounds = boundsOf(twin, now);
  if (preset === "all") return bounds;
  const span = spans[preset];
  const last = twin.lastSeenAt === null ? now : Date.parse(twin.lastSeenAt);
  const end = now - last > span * 0.7 ? last + span * 0.15 : now + span * 0.04;
  return clampRange({ from: end - span, to: end }, bounds);
}
