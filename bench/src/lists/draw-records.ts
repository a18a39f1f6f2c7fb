import { newId, type Random } from "@causeway/kernel";
import type { NewRecord } from "@causeway/module-records";
import { cityName, companyName, personName, pick } from "./names.ts";

/** Ids of what later records refer to. */
export interface Drawn {
  readonly accounts: string[];
  readonly owners: readonly string[];
}

const start = Date.UTC(2023, 0, 1);
const end = Date.UTC(2026, 10, 1);
const dayMs = 86_400_000;
const industries = ["manufacturing", "medical", "electronics", "software", "energy", "automotive"];
const stages = ["discovery", "solution", "validation", "negotiation", "contract", "won", "lost"];
const ranks = ["executive", "manager", "specialist", "other"];
const teams = ["east", "south", "west", "north", "central", "overseas"];

function moment(random: Random): Date {
  return new Date(Math.floor(start + random() * (end - start)));
}

function day(random: Random): string {
  return new Date(Date.UTC(2026, 0, 1) + Math.floor(random() * 500) * dayMs)
    .toISOString()
    .slice(0, 10);
}

export function drawAccount(random: Random, { accounts, owners }: Drawn): NewRecord {
  const id = newId();
  accounts.push(id);
  return {
    id,
    occurredAt: moment(random),
    ownerId: pick(random, owners),
    values: {
      name: companyName(random),
      industry: pick(random, industries),
      city: cityName(random),
      size: Math.ceil(10 ** (1 + 3 * random())),
    },
  };
}

/** Skewed as real data are: one contact in 5,000 is strategic, a tenth has no score, one in fifty is a key customer. */
export function drawContact(random: Random, number: number, drawn: Drawn): NewRecord {
  const chance = random();
  const level = chance < 0.0002 ? "strategic" : chance < 0.05 ? "a" : chance < 0.4 ? "b" : "c";
  const interests = ["price", "delivery", "service", "compliance"].filter(() => random() < 0.2);
  return {
    occurredAt: moment(random),
    ownerId: pick(random, drawn.owners),
    values: {
      name: personName(random),
      account: pick(random, drawn.accounts),
      rank: pick(random, ranks),
      email: `contact${number}@example.com`,
      phone: `+861${3 + Math.floor(random() * 7)}${String(number).padStart(9, "0")}`,
      level,
      score: random() < 0.1 ? null : Math.round(random() * 10_000) / 100,
      budget: Math.round(10 ** (3 + 4 * random())),
      city: cityName(random),
      vip: random() < 0.02,
      next_visit: random() < 0.3 ? day(random) : null,
      last_contact: random() < 0.7 ? moment(random).toISOString() : null,
      interests: random() < 0.001 ? ["customs"] : interests.length > 0 ? interests : null,
      engineer: random() < 0.1 ? pick(random, drawn.owners) : null,
      remark:
        random() < 0.05 ? `展会上留下名片，关注${cityName(random)}工厂的产能 ${number}` : null,
    },
  };
}

export function drawDeal(random: Random, number: number, { accounts, owners }: Drawn): NewRecord {
  return {
    occurredAt: moment(random),
    ownerId: pick(random, owners),
    values: {
      name: `${cityName(random)}产线改造 ${number}`,
      account: pick(random, accounts),
      amount: Math.round(10 ** (4 + 3 * random())),
      stage: pick(random, stages),
      team: pick(random, teams),
      expected_close: day(random),
    },
  };
}
