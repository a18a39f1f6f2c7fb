import type { EventItem } from "@causeway/engine-simulation";
import type { JsonObject } from "@causeway/module-touchpoints";
import {
  hourMs,
  jsonDelivery,
  propertyOf,
  type RawFormat,
  secondsOf,
  traitOf,
} from "./raw-format.ts";

/** What the stand's scanners and AR devices hand in when they are back on the network: lists of scans. */
export const badgeScans = {
  connector: "exhibition",
  settings: (locale) => ({
    exhibition: locale === "zh" ? "工业博览会" : "Industry fair",
    landing: "https://www.qiheng-laser.example/fair",
  }),
  reports: ({ event }) => event.type === "track",
  write: (items) => {
    const last = items.at(-1);
    return last === undefined ? [] : [jsonDelivery(items.map(recordOf), new Date(last.atMs))];
  },
  // Its battery was empty: the scanner lost its clock, but not what it read.
  broken: (at) => {
    const scan = { stand: "H4-B12", scannedAt: "00:00:00" };
    const list = [
      { scanId: "a90c41d7e2", ...scan, name: "周敏", title: "设备部经理" },
      { scanId: "5be07f13c8", ...scan, name: "Tom Berger", title: "Plant manager" },
    ];
    return [jsonDelivery(list, new Date(at.getTime() - 8 * hourMs))];
  },
} satisfies RawFormat;

/** Who was scanned stands on the badge. */
function recordOf(item: EventItem): JsonObject {
  const traits = ["name", "company", "title", "phone"].flatMap((name) => {
    const value = traitOf(item, name);
    return value === undefined ? [] : [[name, value] as const];
  });
  const product = propertyOf(item, "product");
  return {
    scanId: (item.event.anonymousId ?? "").replace(/^badge-/, ""),
    time: secondsOf(item.atMs),
    stand: propertyOf(item, "stand"),
    ...Object.fromEntries(traits),
    ...(product !== "" && { product, seconds: Number(propertyOf(item, "seconds")) }),
  };
}

const isScan = ({ source, event }: EventItem): boolean =>
  source === "exhibition" && event.event === "Badge Scanned";

/** Scans that say themselves who was scanned, as a badge's code does, in place of a scan and a name beside it. */
export function foldScans(items: readonly EventItem[]): readonly EventItem[] {
  const scanned = new Set(items.filter(isScan).map(({ event }) => event.anonymousId));
  const names = new Map<string, EventItem["event"]["traits"]>();
  return items.flatMap((item) => {
    const { anonymousId = "", traits } = item.event;
    if (item.source === "exhibition" && traits !== undefined && scanned.has(anonymousId)) {
      names.set(anonymousId, traits);
      return [];
    }
    const named = isScan(item) ? names.get(anonymousId) : undefined;
    if (named === undefined) return [item];
    const context = { ...item.event.context, traits: named };
    return [{ ...item, event: { ...item.event, context } }];
  });
}
