import { dayMs } from "../calendar.ts";
import type { Market } from "../market.ts";
import { noiseStream } from "../noise.ts";
import type { Lead } from "../process/lead.ts";
import type { MarketItem } from "./market-item.ts";
import { createScene } from "./scene.ts";
import { writeVisit } from "./visit.ts";

const RETURN = noiseStream("return visit");

/** Far behind what a company writes in a month, so that the ids of messages stay unique. */
const firstEvent = 8_000;
const visitKey = 31;

/**
 * Visits of the pricing page in the 18 hours before a moment, by the open leads who are likeliest to buy and have looked
 * at prices before: what a market always has on a working day, and a year cut off at any hour may lack.
 * Events in order of time; the truth of the market is not changed.
 */
export function returnVisits(market: Market, atMs: number, count: number): MarketItem[] {
  const { calendar } = market.world;
  const today = (atMs - calendar.startMs) / dayMs;
  const items: MarketItem[] = [];
  for (const lead of openLeads(market, today).slice(0, count))
    writeReturn(market, lead, today, items);
  return items.filter((item) => item.atMs <= atMs).sort((left, right) => left.atMs - right.atMs);
}

/** Open leads who have looked at prices before, the likeliest to buy first. */
export function openLeads(market: Market, today: number): readonly Lead[] {
  return market.companies
    .flatMap(({ leads }) => leads)
    .filter((lead) => isOpen(lead, today) && lead.drivers.pricingViews >= 2)
    .sort((left, right) => right.probability - left.probability);
}

const isOpen = (lead: Lead, day: number): boolean =>
  lead.createdDay < day - 2 && lead.createdDay > day - 60 && lead.closeDay > day + 1;

function writeReturn(market: Market, lead: Lead, today: number, items: MarketItem[]): void {
  const { population, world } = market;
  const company = population.companies[lead.company];
  const person = population.persons[lead.person];
  const history = market.companies[lead.company];
  if (!company || !person || !history) return;
  const day = today - (1 + 17 * world.noise.uniform(RETURN, lead.index, 0, -1)) / 24;
  const month = world.calendar.monthOf(Math.floor(day));
  const scene = createScene(market, { company, history, month, firstEvent }, items);
  writeVisit(scene, {
    person,
    key: lead.index * 32 + visitKey,
    deviceKey: lead.index,
    day,
    views: [lead.machine === 0 ? "g4" : "g6", "comparison", "pricing"],
    search: "?utm_source=newsletter&utm_medium=email",
    knownBy: "mail",
  });
}
