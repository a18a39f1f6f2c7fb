import { expect, it } from "vitest";
import { dayMs } from "../calendar.ts";
import { simulateMarket } from "../market.ts";
import { conversationTopics } from "./conversation-topics.ts";
import type { EventItem, MarketItem } from "./market-item.ts";
import { marketMonth, streamMarket } from "./market-stream.ts";

const request = {
  seed: 9,
  customers: 400,
  months: 8,
  startMs: Date.UTC(2025, 0, 1),
  locale: "zh",
} as const;
const market = simulateMarket(request);
const items = [...streamMarket(market)];
const events = items.filter((item): item is EventItem => item.kind === "event");

const textOf = (item: EventItem, field: "traits" | "context", name: string): string | undefined => {
  const { traits } = item.event.context;
  const part = field === "traits" ? item.event.traits : (traits as { [key: string]: string });
  const value = part?.[name];
  return typeof value === "string" ? value : undefined;
};

it("streamMarket() is in order of time, lies within the months, and repeats", () => {
  const endMs = request.startMs + market.world.days * dayMs;
  items.forEach((item, index) => {
    expect(item.atMs).toBeGreaterThanOrEqual(items[index - 1]?.atMs ?? request.startMs);
    expect(item.atMs).toBeLessThan(endMs + 1000);
  });
  expect(marketMonth(simulateMarket(request), 3)).toEqual(marketMonth(market, 3));
});

it("streamMarket() gives every event its own message id, an identifier, and at most 32 KB", () => {
  expect(new Set(events.map((item) => item.event.messageId)).size).toBe(events.length);
  for (const { event } of events) {
    expect(event.anonymousId ?? event.userId).toBeTruthy();
    expect(event.messageId).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(JSON.stringify(event).length).toBeLessThan(32_000);
  }
});

it("streamMarket() writes about 60 to 160 events per customer and year", () => {
  const perYear = events.length / request.customers / (request.months / 12);
  expect(perYear).toBeGreaterThan(60);
  expect(perYear).toBeLessThan(160);
});

it("streamMarket() creates records before it changes or references them, each once", () => {
  const created = new Set<string>();
  for (const item of items) {
    if (item.kind !== "record") continue;
    for (const reference of Object.values(item.references))
      expect(created, reference).toContain(reference);
    if (item.operation === "create") {
      expect(created).not.toContain(item.key);
      created.add(item.key);
    } else {
      expect(created).toContain(item.key);
    }
  }
});

it("streamMarket() writes what calls and tickets are about in the language of the market", () => {
  const topics = new Set(
    events.flatMap(({ event }) => {
      const topic = event.properties?.["topic"];
      return typeof topic === "string" ? [topic] : [];
    }),
  );
  expect([...topics].toSorted()).toEqual(Object.values(conversationTopics.zh).toSorted());
});

it("streamMarket() puts strong identifiers on the right person", () => {
  const digits = (phone: string): string => phone.replaceAll(/\D/g, "").slice(-11);
  let checked = 0;
  for (const item of events) {
    const person =
      item.truth.person === undefined ? undefined : market.population.persons[item.truth.person];
    const email = textOf(item, "traits", "email") ?? textOf(item, "context", "email");
    const phone = textOf(item, "traits", "phone") ?? textOf(item, "context", "phone");
    if (email) expect(person?.email).toBe(email);
    if (phone) expect(digits(person?.phone ?? "")).toBe(digits(phone));
    if (item.event.userId) expect(person?.portalId).toBe(item.event.userId);
    if (email || phone || item.event.userId) checked++;
  }
  expect(checked).toBeGreaterThan(3000);
});

it("streamMarket() shares a browser between persons only where it is a shared computer or the kiosk", () => {
  const shared = new Set<string>([market.population.kiosk.anonymousId]);
  for (const company of market.population.companies) {
    if (company.sharedComputer) shared.add(company.sharedComputer.anonymousId.slice(0, -2));
  }
  const users = new Map<string, Set<number>>();
  for (const item of events) {
    if (item.source !== "web" || item.truth.person === undefined) continue;
    const id = item.event.anonymousId ?? "";
    users.set(id, (users.get(id) ?? new Set()).add(item.truth.person));
  }
  const manyUsers = [...users].filter(([, persons]) => persons.size > 1).map(([id]) => id);
  expect(manyUsers.length).toBeGreaterThan(10);
  for (const id of manyUsers) expect(shared.has(id) || shared.has(id.slice(0, -2))).toBe(true);
});

it("streamMarket() shows a lead's price views on the website in the month before it", () => {
  const priceViews = new Map<number, number[]>();
  for (const item of events) {
    if (
      item.event.type !== "page" ||
      item.event.name !== "Pricing" ||
      item.truth.person === undefined
    )
      continue;
    priceViews.set(item.truth.person, [...(priceViews.get(item.truth.person) ?? []), item.atMs]);
  }
  const leads = market.companies
    .flatMap((history) => history.leads)
    .filter((lead) => lead.createdDay > 32);
  expect(leads.length).toBeGreaterThan(100);
  for (const lead of leads) {
    const atMs = request.startMs + lead.createdDay * dayMs;
    const seen = (priceViews.get(lead.person) ?? []).filter(
      (time) => time <= atMs && time > atMs - 31.5 * dayMs,
    );
    expect(seen.length).toBeGreaterThanOrEqual(lead.drivers.pricingViews);
  }
});

it("streamMarket() shows what sales did to a lead: the package when it was sent, the sample when it was cut", () => {
  const leads = market.companies
    .flatMap((history) => history.leads)
    .filter((lead) => lead.createdDay > 1 && lead.createdDay < market.world.days - 10);
  const shown = (person: number, name: string, fromDay: number, toDay: number): boolean =>
    events.some(
      ({ truth, event, atMs }) =>
        truth.person === person &&
        event.event === name &&
        atMs >= request.startMs + fromDay * dayMs &&
        atMs <= request.startMs + toDay * dayMs,
    );
  for (const lead of leads) {
    const { createdDay, drivers, person } = lead;
    if (drivers.packageSent) {
      const sentDay = createdDay + drivers.packageHours / 24;
      expect(shown(person, "Email Sent", sentDay - 0.001, sentDay + 0.001)).toBe(true);
    }
    if (drivers.sampleCut)
      expect(shown(person, "Sample Cut Done", createdDay, createdDay + 7)).toBe(true);
  }
});

it("streamMarket() carries the click id of an advertisement to the landing page seconds later", () => {
  const clicks = events.filter(({ source }) => source === "ad");
  expect(clicks.length).toBeGreaterThan(5);
  for (const click of clicks) {
    const { clickId } = click.event.properties as { clickId: string };
    const landing = events.find(
      ({ event, truth, atMs }) =>
        event.type === "page" &&
        JSON.stringify(event.context).includes(clickId) &&
        truth.person === click.truth.person &&
        atMs >= click.atMs &&
        atMs < click.atMs + 10_000,
    );
    expect(landing).toBeDefined();
  }
});

it("streamMarket() publishes signals after the fact", () => {
  const signals = items.filter((item: MarketItem) => item.kind === "signal");
  expect(signals.length).toBeGreaterThan(50);
  for (const signal of signals) {
    if (signal.kind === "signal") expect(signal.atMs).toBeGreaterThan(signal.occurredMs);
  }
});

it("streamMarket() speaks English where the locale says so", () => {
  const english = marketMonth(simulateMarket({ ...request, customers: 60, locale: "en" }), 0);
  expect(/[\u4e00-\u9fff]/.test(JSON.stringify(english))).toBe(false);
});

it("streamMarket() writes the demo company, 1,000 customers by 12 months, in well under 20 seconds", {
  timeout: 60_000,
}, () => {
  const start = performance.now();
  let count = 0;
  for (const _ of streamMarket(simulateMarket({ ...request, customers: 1000, months: 12 })))
    count++;
  expect(count).toBeGreaterThan(60_000);
  expect(performance.now() - start).toBeLessThan(20_000);
});
