import type { Heartbeat } from "../connectors/mqtt/read-message.ts";
import type { JsonObject } from "../wire/json-object.ts";

/** What signs of life of one device within one window say together. */
export interface DeviceWindow {
  readonly device: string;
  /** Begin of the window in ms since 1970. */
  readonly start: number;
  readonly count: number;
  readonly first: number;
  readonly last: number;
  /** Sum, least and most of each number, and how many there were. */
  readonly numbers: Readonly<
    Record<string, readonly [count: number, min: number, max: number, sum: number]>
  >;
  readonly group: string | null;
}

export const windowKey = ({ device, start }: Pick<DeviceWindow, "device" | "start">): string =>
  `${start} ${device}`;

/** Adds signs of life to windows of `windowMs`; order does not matter. Returns all windows that there are then. */
export function thin(
  known: readonly DeviceWindow[],
  heartbeats: readonly Heartbeat[],
  windowMs: number,
): readonly DeviceWindow[] {
  const windows = new Map(known.map((window) => [windowKey(window), window]));
  for (const { device, at, numbers, group } of heartbeats) {
    const time = at.getTime();
    const start = Math.floor(time / windowMs) * windowMs;
    const key = windowKey({ device, start });
    const before = windows.get(key);
    windows.set(key, {
      ...{ device, start, count: (before?.count ?? 0) + 1, group: group ?? before?.group ?? null },
      first: Math.min(time, before?.first ?? time),
      last: Math.max(time, before?.last ?? time),
      numbers: addNumbers(before?.numbers ?? {}, numbers),
    });
  }
  return [...windows.values()];
}

const mostNumbers = 60;

function addNumbers(
  before: DeviceWindow["numbers"],
  added: Heartbeat["numbers"],
): DeviceWindow["numbers"] {
  const numbers = { ...before };
  for (const [name, value] of Object.entries(added)) {
    const old = Object.hasOwn(numbers, name) ? numbers[name] : undefined;
    if (old === undefined && Object.keys(numbers).length >= mostNumbers) continue;
    const [count, min, max, sum] = old ?? [0, value, value, 0];
    numbers[name] = [count + 1, Math.min(min, value), Math.max(max, value), sum + value];
  }
  return numbers;
}

/** A window as it is stored for reading: each number as its mean, with `_min` and `_max`. */
export function summaryOf(window: DeviceWindow, windowMs: number): JsonObject {
  const measures: Record<string, number> = {};
  for (const [name, [count, min, max, sum]] of Object.entries(window.numbers)) {
    measures[name] = Math.round((sum / count) * 1e6) / 1e6;
    measures[`${name}_min`] = min;
    measures[`${name}_max`] = max;
  }
  return {
    ...{ device: window.device, group: window.group, beats: window.count, measures },
    start: new Date(window.start).toISOString(),
    from: new Date(window.first).toISOString(),
    to: new Date(window.last).toISOString(),
    windowMinutes: windowMs / 60_000,
  };
}
