import type { Market } from "./market.ts";
import { branchMarket } from "./market.ts";
import { teams } from "./population/company.ts";
import type { Lead } from "./process/lead.ts";
import type { Contract } from "./process/retention.ts";

/** How well the true probabilities grade leads: the ceiling of every learner, up to chance. */
export interface GradeOracle {
  readonly leads: number;
  readonly baseRate: number;
  /** Share right when p ≥ ½ is called won. */
  readonly accuracy: number;
  /** Share right when everybody is called by the majority. */
  readonly majority: number;
  readonly auc: number;
  readonly brier: number;
}

/** How many losses of contracts the true probabilities see half a year ahead. */
export interface LossOracle {
  readonly contracts: number;
  readonly losses: number;
  /** Share of kept contracts that raise a false alarm. */
  readonly falseAlarms: number;
  /** Share of losses alarmed at that rate. */
  readonly sensitivity: number;
}

/** How well the expectation over the true futures forecasts won amounts. */
export interface ForecastOracle {
  readonly quarters: number;
  readonly actual: number;
  /** 1 − Σ|actual − forecast| / Σ actual over month × team. */
  readonly accuracy: number;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** Area under the ROC curve by ranks, ties counted half (Hanley and McNeil, 1982). */
function areaUnderCurve(
  cases: readonly { readonly p: number; readonly positive: boolean }[],
): number {
  const sorted = [...cases].sort((left, right) => left.p - right.p);
  let rankSum = 0;
  let positives = 0;
  for (let start = 0; start < sorted.length; ) {
    let end = start;
    while (end < sorted.length && sorted[end]?.p === sorted[start]?.p) end++;
    const rank = (start + 1 + end) / 2;
    const tied = sorted.slice(start, end).filter((entry) => entry.positive).length;
    rankSum += rank * tied;
    positives += tied;
    start = end;
  }
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * (sorted.length - positives));
}

/** Leads whose 90 days are over at the end of the market. */
export function closedLeads(market: Market): Lead[] {
  return market.companies.flatMap((history) =>
    history.leads.filter((lead) => lead.closeDay < market.world.days),
  );
}

export function gradeOracle(market: Market): GradeOracle {
  const leads = closedLeads(market).filter((lead) => lead.createdDay + 90 <= market.world.days);
  const baseRate = mean(leads.map((lead) => (lead.won ? 1 : 0)));
  return {
    leads: leads.length,
    baseRate,
    accuracy: mean(leads.map((lead) => (lead.probability >= 0.5 === lead.won ? 1 : 0))),
    majority: Math.max(baseRate, 1 - baseRate),
    auc: areaUnderCurve(leads.map((lead) => ({ p: lead.probability, positive: lead.won }))),
    brier: mean(leads.map((lead) => (lead.probability - (lead.won ? 1 : 0)) ** 2)),
  };
}

/** Contracts of direct customers decided upon and ended within the market. */
export function decidedContracts(market: Market): Contract[] {
  return market.companies
    .flatMap((history) => history.memberships.flatMap((membership) => membership.contracts))
    .filter((contract) => contract.decisionDay >= 0 && contract.endDay < market.world.days);
}

/** `falseAlarms`: the share of kept contracts that may be alarmed. */
export function lossOracle(market: Market, falseAlarms = 0.15): LossOracle {
  const contracts = decidedContracts(market);
  const kept = contracts
    .filter((contract) => !contract.lost)
    .map((contract) => contract.lossProbability)
    .sort((left, right) => right - left);
  const threshold = kept[Math.floor(kept.length * falseAlarms)] ?? 0;
  const lost = contracts.filter((contract) => contract.lost);
  const seen = lost.filter((contract) => contract.lossProbability > threshold);
  return {
    contracts: contracts.length,
    losses: lost.length,
    falseAlarms:
      kept.filter((probability) => probability > threshold).length / Math.max(1, kept.length),
    sensitivity: seen.length / Math.max(1, lost.length),
  };
}

/** Won amounts by month from `fromMonth` and team (month-major): machines sold and repeat orders. */
export function wonAmounts(market: Market, fromMonth: number, months: number): Float64Array {
  const totals = new Float64Array(months * teams.length);
  const { calendar, days } = market.world;
  const add = (day: number, region: number, amount: number): void => {
    if (day >= days) return;
    const month = calendar.monthOf(Math.floor(day)) - fromMonth;
    if (month < 0 || month >= months) return;
    const cell = month * teams.length + region;
    totals[cell] = (totals[cell] ?? 0) + amount;
  };
  market.companies.forEach((history, index) => {
    const region = market.population.companies[index]?.region ?? 0;
    for (const lead of history.leads) if (lead.won) add(lead.closeDay, region, lead.amount);
    for (const order of history.orders) add(order.day, region, order.amount);
  });
  return totals;
}

/**
 * Forecasts the three months after each of `quarterStarts` (months of the market) as the mean of `branches` true
 * futures of the past until then, which is the best forecast there is in the mean.
 */
export function forecastOracle(
  market: Market,
  options: { readonly quarterStarts: readonly number[]; readonly branches?: number },
): ForecastOracle {
  const branches = options.branches ?? 24;
  let error = 0;
  let total = 0;
  for (const start of options.quarterStarts) {
    const actual = wonAmounts(market, start, 3);
    const forecast = new Float64Array(actual.length);
    const fromDay = market.world.calendar.monthStart(start);
    for (let branch = 0; branch < branches; branch++) {
      const seed = market.request.seed * 7919 + branch + 1;
      const future = branchMarket(market, { fromDay, seed }, start + 3);
      wonAmounts(future, start, 3).forEach((amount, cell) => {
        forecast[cell] = (forecast[cell] ?? 0) + amount / branches;
      });
    }
    actual.forEach((amount, cell) => {
      error += Math.abs(amount - (forecast[cell] ?? 0));
      total += amount;
    });
  }
  return { quarters: options.quarterStarts.length, actual: total, accuracy: 1 - error / total };
}
