import { expect, test } from "vitest";
import { dayMs } from "../calendar.ts";
import { simulateMarket } from "../market.ts";
import type { EventItem } from "./market-item.ts";
import { marketMonth } from "./market-stream.ts";
import { returnVisits } from "./return-visits.ts";

const market = simulateMarket({
  customers: 300,
  months: 6,
  seed: 3,
  startMs: Date.UTC(2026, 0, 1),
  locale: "zh",
});
const isEvent = (item: { readonly kind: string }): item is EventItem => item.kind === "event";

test.each([170, 171.4, 175.9])(
  "returnVisits() on day %d brings open leads back to pricing",
  (day) => {
    const atMs = market.world.calendar.startMs + day * dayMs;
    const events = returnVisits(market, atMs, 4).filter(isEvent);
    const priced = events.filter(({ event }) => event.name === "Pricing");
    expect(priced).toHaveLength(4);
    const open = new Set(
      market.companies
        .flatMap(({ leads }) => leads)
        .filter((lead) => lead.createdDay < day && lead.closeDay > day)
        .map(({ person }) => person),
    );
    for (const { truth, atMs: seenMs } of events) {
      expect(open).toContain(truth.person);
      expect(seenMs).toBeLessThanOrEqual(atMs);
      expect(seenMs).toBeGreaterThan(atMs - dayMs);
    }
    const month = market.world.calendar.monthOf(Math.floor(day));
    const ids = [...marketMonth(market, month).filter(isEvent), ...events].map(
      ({ event }) => event.messageId,
    );
    expect(new Set(ids).size).toBe(ids.length);
  },
);
