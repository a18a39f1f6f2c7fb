import type { EventItem } from "@causeway/engine-simulation";
import { externalIdOf, hourMs, propertyOf, type RawFormat } from "./raw-format.ts";

const networks = { zh: "bd_vid", en: "gclid" } as const;
const map = (click: string) =>
  JSON.stringify({ click_time: "time", [click]: click, campaign: "property", network: "property" });

/** The click report of an advertising network: a file a day, moments in local time. */
export const adClicks = {
  connector: "mapped",
  settings: (locale) => ({
    ...{ eventName: "Ad Clicked", rest: "no", zone: "+08:00" },
    map: map(networks[locale]),
  }),
  reports: () => true,
  write: (items) => {
    const [first, last] = [items[0], items.at(-1)];
    if (first === undefined || last === undefined) return [];
    const click = clickOf(first);
    const lines = [
      `click_time,${click},campaign,network`,
      ...items.map((item) => lineOf(item, click)),
    ];
    return [
      {
        ...{ method: "FILE", query: {}, headers: { "content-type": "text/csv" } },
        ...{ body: Buffer.from(lines.join("\n")), receivedAt: new Date(last.atMs) },
      },
    ];
  },
  broken: () => [],
} satisfies RawFormat;

/** How the network calls its clicks. */
const clickOf = (item: EventItem): string =>
  Object.values(networks).find((name) => externalIdOf(item, name) !== undefined) ?? networks.en;

function lineOf(item: EventItem, click: string): string {
  const local = new Date(item.atMs + 8 * hourMs).toISOString().slice(0, 19).replace("T", " ");
  const id = externalIdOf(item, click) ?? "";
  return [local, id, propertyOf(item, "campaign"), propertyOf(item, "network")].join(",");
}
