import { noiseStream } from "../noise.ts";
import { marketParameters } from "../parameters.ts";
import type { Company, Dealer } from "../population/company.ts";
import type { World } from "../world.ts";

const SURGE = noiseStream("inquiry surge");
const INQUIRIES = noiseStream("inquiries");
const ALARM = noiseStream("stock alarm");
const DELAY = noiseStream("logistics delay");
const LOSS = noiseStream("loss after delay");
const LOSS_ALONE = noiseStream("loss without a delay");
const LAG = noiseStream("chain lag");

/** One link of the chain at one dealer. `cause` is the index of the event before it, undefined for a background event. */
export interface ChainEvent {
  readonly day: number;
  readonly cause: number | undefined;
}

/** *Inquiries surge → dealer stock alarm → logistics delay → customer lost*, one dealer, in order of time. */
export interface DealerHistory {
  readonly dealer: number;
  readonly surges: readonly ChainEvent[];
  readonly alarms: readonly ChainEvent[];
  readonly delays: readonly ChainEvent[];
  /** Inquiries a day. */
  readonly inquiries: Uint16Array;
}

/** Lag in days: normal around the mean, at least one day. */
function lagDays(
  world: World,
  step: { meanDays: number; deviationDays: number },
  entity: number,
  index: number,
  day: number,
): number {
  const lag = step.meanDays + step.deviationDays * world.noise.normal(LAG, entity, index, day);
  return Math.max(1, Math.round(lag));
}

function surgesOf(world: World, dealer: Dealer): ChainEvent[] {
  const p = marketParameters.supplyChain;
  const surges: ChainEvent[] = [];
  let restUntil = -1;
  for (let day = 0; day < world.days; day++) {
    if (day < restUntil) continue;
    const natural = world.noise.uniform(SURGE, dealer.index, day) < p.surgePerDay ? 1 : 0;
    const unit = { day, region: dealer.region, dealer: dealer.index };
    if (world.decide("inquirySurge", unit, natural) === 0) continue;
    surges.push({ day, cause: undefined });
    restUntil = day + p.restDays;
  }
  return surges;
}

interface Step {
  readonly variable: "stockAlarm" | "logisticsDelay";
  readonly stream: number;
  readonly link: {
    readonly probability: number;
    readonly meanDays: number;
    readonly deviationDays: number;
  };
  readonly perDay: number;
}

/** Events of one link: caused by those before it after a lag, or arising by themselves. */
function follow(
  world: World,
  dealer: Dealer,
  causes: readonly ChainEvent[],
  step: Step,
): ChainEvent[] {
  const events: ChainEvent[] = [];
  const admit = (day: number, cause: number | undefined, natural: boolean): void => {
    const unit = { day, region: dealer.region, dealer: dealer.index };
    const happens = world.decide(step.variable, unit, natural ? 1 : 0) !== 0;
    if (happens && day < world.days) events.push({ day, cause });
  };
  causes.forEach((cause, index) => {
    // Keyed by the day of the cause, so that events added or removed elsewhere leave this one's noise alone.
    const key = dealer.index * 2 + 1;
    const day = cause.day + lagDays(world, step.link, step.stream ^ key, cause.day, cause.day);
    admit(day, index, world.noise.uniform(step.stream, key, cause.day) < step.link.probability);
  });
  for (let day = 0; day < world.days; day++) {
    if (world.noise.uniform(step.stream, dealer.index * 2, day) < step.perDay)
      admit(day, undefined, true);
  }
  return events.sort((left, right) => left.day - right.day);
}

/** Simulates one dealer's inquiries, stock alarms and late shipments. */
export function simulateDealer(world: World, dealer: Dealer): DealerHistory {
  const p = marketParameters.supplyChain;
  const surges = surgesOf(world, dealer);
  const alarms = follow(world, dealer, surges, {
    variable: "stockAlarm",
    stream: ALARM,
    link: p.surgeToAlarm,
    perDay: p.alarmPerDay,
  });
  const delays = follow(world, dealer, alarms, {
    variable: "logisticsDelay",
    stream: DELAY,
    link: p.alarmToDelay,
    perDay: p.delayPerDay,
  });
  const inquiries = new Uint16Array(world.days);
  for (let day = 0; day < world.days; day++) {
    const inSurge = surges.some((surge) => day >= surge.day && day < surge.day + p.surgeDays);
    const rate = p.inquiriesPerDay * (inSurge ? p.surgeFactor : 1);
    inquiries[day] = world.noise.poisson(rate, INQUIRIES, dealer.index, day);
  }
  return { dealer: dealer.index, surges, alarms, delays, inquiries };
}

/** Day of a loss without any delay, drawn month by month; infinite when there is none. */
function lossAlone(world: World, company: Company, from: number): number {
  for (let month = world.calendar.monthOf(from); month < world.calendar.months; month++) {
    const start = Math.max(from, world.calendar.monthStart(month));
    const wait =
      -Math.log(world.noise.uniform(LOSS_ALONE, company.index, month, start)) /
      marketParameters.supplyChain.lossPerDay;
    const day = start + Math.ceil(wait);
    if (day < world.calendar.monthStart(month + 1)) return day;
  }
  return Number.POSITIVE_INFINITY;
}

/** The first day on or after `from` on which a dealer's customer is lost, with the delay that drove it away. */
export function firstLoss(
  world: World,
  company: Company,
  history: DealerHistory,
  from: number,
): { readonly day: number; readonly delay: number | undefined } | undefined {
  const p = marketParameters.supplyChain;
  let first: { day: number; delay: number | undefined } | undefined;
  history.delays.forEach((delay, index) => {
    if (delay.day < from) return;
    if (world.noise.uniform(LOSS, company.index, delay.day) >= p.delayToLoss.probability) return;
    const day =
      delay.day + lagDays(world, p.delayToLoss, LOSS ^ company.index, delay.day, delay.day);
    if (!first || day < first.day) first = { day, delay: index };
  });
  const alone = lossAlone(world, company, from);
  if (alone < (first?.day ?? Number.POSITIVE_INFINITY)) first = { day: alone, delay: undefined };
  return first && first.day < world.days ? first : undefined;
}
