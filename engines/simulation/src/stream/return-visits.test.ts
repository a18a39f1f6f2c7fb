import { expect, test } from "vitest";
import { dayMs } from "../calendar.ts";
import { simulateMarket } from "../market.ts";
import { cautiousReturns } from "./cautious-returns.ts";
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

test.each([170, 171.4, 151.5])(
  "cautiousReturns() on day %d brings others back three times to pricing, who refuse before that",
  (day) => {
    const atMs = market.world.calendar.startMs + day * dayMs;
    const events = cautiousReturns(market, atMs, { after: 4, count: 2 }).filter(isEvent);
    const people = new Set(events.map(({ truth }) => truth.person));
    expect(people.size).toBe(2);
    const hot = new Set(
      returnVisits(market, atMs, 4)
        .filter(isEvent)
        .map(({ truth }) => truth.person),
    );
    for (const person of people) {
      expect(hot).not.toContain(person);
      const own = events.filter(({ truth }) => truth.person === person);
      const names = own.map(({ event }) => event.name ?? event.event ?? event.type);
      expect(names.filter((name) => name === "Pricing")).toHaveLength(3);
      expect(names.indexOf("Consent Updated")).toBeGreaterThan(names.indexOf("Pricing"));
      expect(names.indexOf("Consent Updated")).toBeLessThan(names.lastIndexOf("Pricing") - 1);
      expect(own[0]?.atMs).toBeGreaterThan(atMs - 3 * dayMs);
    }
    const ids = events.map(({ event }) => event.messageId);
    expect(new Set(ids).size).toBe(ids.length);
  },
);
