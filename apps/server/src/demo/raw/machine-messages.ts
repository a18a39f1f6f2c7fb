import { randomBytes } from "node:crypto";
import type { EventItem } from "@causeway/engine-simulation";
import { gatherMessages } from "@causeway/module-touchpoints";
import { propertyOf, type RawFormat } from "./raw-format.ts";

const minuteMs = 60_000;
/** A machine reports every quarter of an hour; its load swings around the mean of the hour. */
const beats = [
  { minutesBefore: 45, swing: 3 },
  { minutesBefore: 30, swing: -1 },
  { minutesBefore: 15, swing: -3 },
  { minutesBefore: 0, swing: 1 },
] as const;

/** What machines tell the broker (MQTT): counters and load as JSON, gathered to one event a machine and day. */
export const machineMessages = {
  connector: "iot-mqtt",
  settings: () => ({
    ...{
      host: "mqtt.qiheng-laser.example",
      user: "crm",
      password: randomBytes(12).toString("hex"),
    },
    ...{ heartbeats: "machines/{device}/heartbeat", topics: "machines/{device}/alarm" },
    window: "1440",
    map: JSON.stringify({ device: "device", ts: "time", creditCode: "group" }),
  }),
  reports: () => true,
  write: (items, settings) => {
    const last = items.at(-1);
    if (last === undefined) return [];
    return gatherMessages(settings, items.flatMap(messagesOf), new Date(last.atMs));
  },
  broken: () => [],
} satisfies RawFormat;

function messagesOf(item: EventItem): { readonly topic: string; readonly payload: Buffer }[] {
  const [beamHours, load, alarms] = ["beamHours", "spindleLoad", "alarms"].map((name) =>
    Number(propertyOf(item, name)),
  );
  const creditCode = item.event.context["groupId"];
  return beats.map(({ minutesBefore, swing }) => ({
    topic: `machines/${propertyOf(item, "serial")}/heartbeat`,
    payload: Buffer.from(
      JSON.stringify({
        ...{ ts: item.atMs - minutesBefore * minuteMs, creditCode },
        ...{ beamHours, spindleLoad: (load ?? 0) + swing, alarms },
      }),
    ),
  }));
}
