import { noiseStream } from "../noise.ts";
import { marketParameters } from "../parameters.ts";
import type { Company } from "../population/company.ts";
import type { World } from "../world.ts";
import type { CompanySignal } from "./outside-signals.ts";
import { hasRecent } from "./outside-signals.ts";

const TICKETS = noiseStream("tickets");
const CARE = noiseStream("care");
const STATE = noiseStream("state");
const CHAMPION = noiseStream("champion");
const RENEWAL = noiseStream("renewal");
const SURVEY = noiseStream("survey");

/** One month of a customer that owns a machine. */
export interface CareMonth {
  readonly month: number;
  readonly tickets: number;
  readonly unresolved: number;
  readonly lateParts: boolean;
  readonly serviceVisit: boolean;
  /** The person who carried the relation has left this month. */
  readonly championLeft: boolean;
  /** Latent, about standard. */
  readonly satisfaction: number;
  /** Logarithm of hours of use against the customer's normal. */
  readonly usage: number;
  /** Answer to a survey, 0–10; asked every third month and answered by half. */
  readonly survey: number | undefined;
}

/** A service contract of one year, with the true probability that it will not be renewed. */
export interface Contract {
  readonly company: number;
  readonly sequence: number;
  readonly startDay: number;
  readonly endDay: number;
  /** Day 180 days before the end, on which the customer plans its budget; the probability is fixed then. */
  readonly decisionDay: number;
  readonly lossProbability: number;
  readonly lost: boolean;
}

/** Care of one customer from `fromDay` until the contract that is not renewed. */
export interface Retention {
  readonly months: readonly CareMonth[];
  readonly contracts: readonly Contract[];
  /** Day on which the customer is lost. */
  readonly lostDay: number | undefined;
}

const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));
const monthDay = (world: World, month: number): number =>
  month < 0 ? month * 30 : world.calendar.monthStart(month);

function careMonth(
  world: World,
  company: Company,
  month: number,
  before: CareMonth | undefined,
): CareMonth {
  const p = marketParameters.retention;
  const { noise } = world;
  const day = monthDay(world, month);
  const id = company.index;
  const tickets = noise.poisson(
    Math.exp(p.ticketRate - p.quality * company.quality),
    TICKETS,
    id,
    month,
    day,
  );
  let unresolved = 0;
  for (let ticket = 0; ticket < tickets; ticket++) {
    if (noise.uniform(CARE, id, month * 64 + ticket, day) < sigmoid(p.slowResolution)) unresolved++;
  }
  const lateParts = noise.uniform(CARE, id, month * 64 + 60, day) < p.lateParts;
  const visitChance = sigmoid(p.visit.intercept + p.visit.tickets * (before?.tickets ?? 0));
  const visit = noise.uniform(CARE, id, month * 64 + 61, day) < visitChance ? 1 : 0;
  const serviceVisit =
    world.decide("serviceVisit", { day, region: company.region, company: id }, visit) !== 0;
  const s = p.satisfaction;
  const satisfaction =
    s.memory * (before?.satisfaction ?? 0) +
    s.mean +
    s.tickets * tickets +
    s.unresolved * unresolved +
    (lateParts ? s.late : 0) +
    (serviceVisit ? s.visit : 0) +
    s.noise * noise.normal(STATE, id, month * 2, day);
  const usage =
    p.usage.memory * (before?.usage ?? 0) +
    p.usage.satisfaction * satisfaction +
    p.usage.noise * noise.normal(STATE, id, month * 2 + 1, day);
  const asked = (month + id) % 3 === 0 && noise.uniform(SURVEY, id, month, day) < 0.5;
  const answer = Math.round(
    7.4 + 1.1 * satisfaction + 0.8 * noise.normal(SURVEY, id, month * 2, day),
  );
  return {
    month,
    tickets,
    unresolved,
    lateParts,
    serviceVisit,
    satisfaction,
    usage,
    championLeft: noise.uniform(CHAMPION, id, month, day) < p.championLeaves,
    survey: asked ? Math.min(10, Math.max(0, answer)) : undefined,
  };
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

/** Log odds that a contract is not renewed: the structural equation, as the customer knows it at the decision. */
function lossLogit(
  world: World,
  months: readonly CareMonth[],
  signals: readonly CompanySignal[],
  decisionDay: number,
): number {
  const p = marketParameters.retention;
  const decisionMonth =
    decisionDay < 0 ? Math.floor(decisionDay / 30) : world.calendar.monthOf(decisionDay);
  const past = months.filter((entry) => entry.month < decisionMonth);
  const last = past.slice(-3);
  const satisfaction = mean(last.map((entry) => entry.satisfaction));
  const usage = mean(last.map((entry) => entry.usage));
  const unresolved = past.slice(-6).reduce((sum, entry) => sum + entry.unresolved, 0);
  const champion = past.slice(-p.eventMonths).some((entry) => entry.championLeft);
  const equity = hasRecent(signals, "equity-change", decisionDay, p.eventMonths * 30);
  const drift =
    world.kind === "drift"
      ? (marketParameters.driftShare * Math.max(0, decisionDay)) / (36 * 30.4)
      : 0;
  const discontent =
    world.kind === "nonlinear"
      ? 1.6 * Math.tanh(-1.5 * satisfaction - 0.6) + 0.6
      : p.weights.satisfaction * satisfaction;
  return (
    p.scale *
    (p.intercept +
      (1 - drift) * discontent +
      (1 + drift) * p.weights.usage * usage +
      p.weights.unresolved * unresolved +
      (champion ? p.weights.champion : 0) +
      (equity ? p.weights.equity : 0))
  );
}

/**
 * Logarithm by which a customer who has decided against the renewal uses its machine less on `day`: the work moves
 * elsewhere from the decision to the end of the contract. Follows the decision, so it is no cause of it.
 */
export function windDown(contracts: readonly Contract[], day: number): number {
  const leaving = contracts.find(
    ({ lost, decisionDay, endDay }) => lost && day > decisionDay && day <= endDay,
  );
  if (leaving === undefined) return 0;
  const { decisionDay, endDay } = leaving;
  return (marketParameters.retention.windDown * (day - decisionDay)) / (endDay - decisionDay);
}

/** Structural equations of service, satisfaction, use and renewal of a direct customer. Days may lie before the first. */
export function simulateRetention(
  world: World,
  company: Company,
  signals: readonly CompanySignal[],
  fromDay: number,
): Retention {
  const p = marketParameters.retention;
  const firstMonth = fromDay < 0 ? Math.floor(fromDay / 30) : world.calendar.monthOf(fromDay);
  const months: CareMonth[] = [];
  for (let month = firstMonth; month < world.calendar.months; month++) {
    months.push(careMonth(world, company, month, months.at(-1)));
  }
  const contracts: Contract[] = [];
  let startDay = fromDay;
  let lostDay: number | undefined;
  while (lostDay === undefined && startDay < world.days) {
    const endDay = startDay + p.contractDays;
    const decisionDay = endDay - p.noticeDays;
    const lossProbability = sigmoid(lossLogit(world, months, signals, decisionDay));
    const lost = world.noise.uniform(RENEWAL, company.index, endDay) < lossProbability;
    contracts.push({
      company: company.index,
      sequence: contracts.length,
      startDay,
      endDay,
      decisionDay,
      lossProbability,
      lost,
    });
    if (lost) lostDay = endDay;
    startDay = endDay;
  }
  const lastMonth =
    lostDay === undefined || lostDay >= world.days
      ? world.calendar.months
      : world.calendar.monthOf(lostDay);
  return {
    months: months.filter((entry) => entry.month <= lastMonth),
    contracts,
    lostDay: lostDay !== undefined && lostDay < world.days ? lostDay : undefined,
  };
}
