import { noiseStream } from "../noise.ts";
import { marketParameters } from "../parameters.ts";
import type { Company } from "../population/company.ts";
import type { World } from "../world.ts";
import type { Lead, Relation } from "./lead.ts";
import { simulateLead } from "./lead.ts";
import type { CompanySignal } from "./outside-signals.ts";
import { hasRecent, signalsOf } from "./outside-signals.ts";
import type { CareMonth, Contract, Retention } from "./retention.ts";
import { simulateRetention } from "./retention.ts";
import type { DealerHistory } from "./supply-chain.ts";
import { firstLoss } from "./supply-chain.ts";

const LEAD = noiseStream("lead arrival");
const LEAD_DAY = noiseStream("lead day");
const ORDER = noiseStream("repeat order");
const ORDER_AMOUNT = noiseStream("repeat order amount");
const WARM_UP_MONTHS = 15;

/** A repeat order of parts and consumables. */
export interface Order {
  readonly company: number;
  readonly day: number;
  readonly amount: number;
}

/** A span in which the company was a customer. */
export interface Membership {
  /** Negative or zero for customers of the first day. */
  readonly fromDay: number;
  readonly lostDay: number | undefined;
  /** Index of the late shipment that drove a dealer's customer away. */
  readonly lostByDelay: number | undefined;
  /** Direct customers only. */
  readonly months: readonly CareMonth[];
  readonly contracts: readonly Contract[];
}

/** Everything that truly happened to one company. */
export interface CompanyHistory {
  readonly company: number;
  readonly signals: readonly CompanySignal[];
  readonly leads: readonly Lead[];
  readonly orders: readonly Order[];
  readonly memberships: readonly Membership[];
}

const untouched: Retention = { months: [], contracts: [], lostDay: undefined };

function membershipFrom(
  world: World,
  company: Company,
  signals: readonly CompanySignal[],
  dealer: DealerHistory | undefined,
  fromDay: number,
): Membership {
  if (dealer) {
    const loss = firstLoss(world, company, dealer, Math.max(0, Math.ceil(fromDay)));
    return { ...untouched, fromDay, lostDay: loss?.day, lostByDelay: loss?.delay };
  }
  const retention = simulateRetention(world, company, signals, Math.ceil(fromDay));
  return { ...retention, fromDay, lostByDelay: undefined };
}

function relationAt(memberships: readonly Membership[], day: number): Relation {
  const current = memberships.at(-1);
  if (!current || current.fromDay > day) return memberships.length > 1 ? "lost" : "prospect";
  return current.lostDay !== undefined && current.lostDay <= day ? "lost" : "customer";
}

/** A lead that arrives in a month, unless one is still open. */
function arrival(
  world: World,
  company: Company,
  month: number,
  signals: readonly CompanySignal[],
  relation: Relation,
): { createdDay: number; index: number } | undefined {
  const p = marketParameters.leads;
  const start = world.calendar.monthStart(month);
  const season = marketParameters.season[world.calendar.seasonMonth(month)] ?? 1;
  const tender = hasRecent(signals, "tender", start + 15, 45) ? p.tenderFactor : 1;
  const chance = 1 - Math.exp((-p.perYear[relation] / 12) * season * tender);
  if (world.noise.uniform(LEAD, company.index, month, start) >= chance) return undefined;
  const days = world.calendar.monthStart(month + 1) - start;
  const within = Math.floor(days * world.noise.uniform(LEAD_DAY, company.index, month, start));
  const hour = 1 + 9 * world.noise.uniform(LEAD_DAY, company.index, month + 4096, start);
  return { createdDay: start + within + hour / 24, index: company.index * 512 + month };
}

function ordersOf(world: World, company: Company, memberships: readonly Membership[]): Order[] {
  const p = marketParameters.orders;
  const orders: Order[] = [];
  for (let month = 0; month < world.calendar.months; month++) {
    if ((month + company.orderPhase) % p.everyMonths !== 0) continue;
    const start = world.calendar.monthStart(month);
    const day =
      start + Math.floor(27 * world.noise.uniform(ORDER, company.index, month + 4096, start)) + 0.3;
    const membership = memberships.find(
      (entry) => entry.fromDay < day && (entry.lostDay ?? world.days) > day,
    );
    if (!membership || world.noise.uniform(ORDER, company.index, month, start) >= p.probability)
      continue;
    const usage = membership.months.find((entry) => entry.month === month)?.usage ?? 0;
    const season = marketParameters.season[world.calendar.seasonMonth(month)] ?? 1;
    const spread = p.orderDeviation * world.noise.normal(ORDER_AMOUNT, company.index, month, start);
    const amount = company.orderAmount * season * Math.exp(0.5 * usage + spread);
    orders.push({ company: company.index, day, amount: Math.round(amount / 10) * 10 });
  }
  return orders;
}

/** Runs the structural model of one company, given what happened at its dealer. */
export function simulateCompany(
  world: World,
  company: Company,
  dealer: DealerHistory | undefined,
): CompanyHistory {
  const signals = signalsOf(world, company, -WARM_UP_MONTHS);
  const memberships: Membership[] = [];
  if (company.installedAtStart) {
    // Contracts of customers of the first day end spread over the first year, decided upon after a year of care.
    const fromDay = dealer ? 0 : company.contractPhase - marketParameters.retention.contractDays;
    memberships.push(membershipFrom(world, company, signals, dealer, fromDay));
  }
  const leads: Lead[] = [];
  for (let month = 0; month < world.calendar.months; month++) {
    const middle = world.calendar.monthStart(month);
    const open = leads.at(-1);
    const relation = relationAt(memberships, middle);
    const found = arrival(world, company, month, signals, relation);
    if (!found || (open && open.closeDay > found.createdDay)) continue;
    const lead = simulateLead(world, { company, relation, signals, ...found });
    leads.push(lead);
    if (
      lead.won &&
      lead.closeDay < world.days &&
      relationAt(memberships, lead.closeDay) !== "customer"
    ) {
      memberships.push(membershipFrom(world, company, signals, dealer, lead.closeDay));
    }
  }
  return {
    company: company.index,
    signals,
    leads,
    orders: ordersOf(world, company, memberships),
    memberships,
  };
}
