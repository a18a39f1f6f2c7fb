import { dayMs } from "../calendar.ts";
import type { Market } from "../market.ts";
import { noiseStream } from "../noise.ts";
import type { Lead } from "../process/lead.ts";
import type { MarketItem } from "./market-item.ts";
import { openLeads } from "./return-visits.ts";
import { createScene, truthOf } from "./scene.ts";
import { writeVisit } from "./visit.ts";

const CAUTIOUS = noiseStream("cautious return");

/** Behind what `returnVisits` writes, so that the ids of messages stay unique. */
const firstEvent = 8_400;
const visitKeys = [29, 30] as const;

/**
 * Open leads who look at prices three times within three days before a moment, and who have said on the first of these
 * visits that no machine may decide about them: they are left to people. They come behind the first `after` leads in the
 * order of `returnVisits`. Events in order of time; the truth of the market is not changed.
 */
export function cautiousReturns(
  market: Market,
  atMs: number,
  { after, count }: { readonly after: number; readonly count: number },
): MarketItem[] {
  const { calendar } = market.world;
  const today = (atMs - calendar.startMs) / dayMs;
  const leads = openLeads(market, today);
  const taken = new Set(leads.slice(0, after).map(({ company }) => company));
  const cautious = new Map<number, Lead>();
  for (const lead of leads.slice(after)) {
    if (!taken.has(lead.company) && !cautious.has(lead.company)) cautious.set(lead.company, lead);
  }
  const items: MarketItem[] = [];
  for (const lead of [...cautious.values()].slice(0, count))
    writeVisits(market, lead, today, items);
  return items.filter((item) => item.atMs <= atMs).sort((left, right) => left.atMs - right.atMs);
}

function writeVisits(market: Market, lead: Lead, today: number, items: MarketItem[]): void {
  const { population, world } = market;
  const company = population.companies[lead.company];
  const person = population.persons[lead.person];
  const history = market.companies[lead.company];
  if (!company || !person || !history) return;
  const draw = (item: number): number => world.noise.uniform(CAUTIOUS, lead.index, item, -1);
  const days = [today - 2 - 0.5 * draw(0), today - (3 + 9 * draw(1)) / 24] as const;
  // A scene ends with its month.
  const [before, now] = days.map((day, at) => {
    const month = world.calendar.monthOf(Math.floor(day));
    return createScene(
      market,
      { company, history, month, firstEvent: firstEvent + 20 * at },
      items,
    );
  });
  if (!before || !now) return;
  const visit = { person, deviceKey: lead.index, search: "", knownBy: "mail" } as const;
  const { anonymousId, endDay } = writeVisit(before, {
    ...visit,
    key: lead.index * 32 + visitKeys[0],
    day: days[0],
    views: ["pricing"],
  });
  before.event(endDay, "web", truthOf(person), {
    type: "track",
    anonymousId,
    event: "Consent Updated",
    properties: { "automated-decisions": false, version: "2025-06", proof: "privacy settings" },
  });
  writeVisit(now, {
    ...visit,
    key: lead.index * 32 + visitKeys[1],
    day: days[1],
    views: ["pricing", "comparison", "pricing"],
  });
}
