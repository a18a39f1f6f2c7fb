import type { EventItem } from "@causeway/engine-simulation";
import type { JsonObject } from "@causeway/module-touchpoints";
import { hourMs, jsonDelivery, propertyOf, type RawFormat, secondsOf } from "./raw-format.ts";

/** Call records of the hotline's provider (Tinet): lists of records, moments in seconds. */
export const callRecords = {
  connector: "hotline",
  settings: (locale) => ({
    vendor: "tinet",
    // An American number does not tell a switchboard from a mobile phone: its range is named.
    notCustomers: locale === "zh" ? "400*\n95013*" : "400*\n1302*",
    fieldMap: "virtual = xNumber\ntopic = userField\nwait = waitDuration",
  }),
  reports: () => true,
  write: (items) => {
    const last = items.at(-1);
    return last === undefined ? [] : [jsonDelivery(items.map(recordOf), new Date(last.atMs))];
  },
  // Kept by hand while the line was down, and handed in with the hour alone.
  broken: (at) => {
    const record = (uniqueId: string, startTime: string, customerNumber: string) => ({
      ...{ uniqueId, cdrType: "ib", customerNumber, hotline: "4008001234" },
      ...{ startTime, bridgeDuration: 95, status: 1, userField: "inquiry" },
    });
    const list = [
      record("medias_1-hand-1", "14:20", "13812340001"),
      record("medias_1-hand-2", "15:05", "13812340002"),
    ];
    return [jsonDelivery(list, new Date(at.getTime() - 50 * hourMs))];
  },
} satisfies RawFormat;

function recordOf(item: EventItem): JsonObject {
  const start = secondsOf(item.atMs);
  const [wait, talk] = ["waitSeconds", "talkSeconds"].map((name) => Number(propertyOf(item, name)));
  const caller = propertyOf(item, "caller");
  const bridge = start + (wait ?? 0);
  return {
    uniqueId: (item.event.anonymousId ?? "").replace(/^call-/, ""),
    ...{ cdrType: "ib", customerNumber: caller, hotline: propertyOf(item, "callee") },
    ...{ startTime: start, bridgeTime: bridge, endTime: bridge + (talk ?? 0) },
    ...{ waitDuration: wait, bridgeDuration: talk, status: 1 },
    ...{ customerCity: propertyOf(item, "region"), userField: propertyOf(item, "topic") },
    // A number lent for the call, which names nobody.
    ...(propertyOf(item, "numberKind") === "virtual" && { xNumber: caller }),
  };
}
