import { fitSmoothing, forecastSmoothing } from "@causeway/engine-learning";
import { dayMs, forecastOracle, type Market, teams, wonAmounts } from "@causeway/engine-simulation";
import { seededRandom } from "@causeway/kernel";
import { dealLife, forecastDeals } from "@causeway/module-prediction";
import type { MarketView } from "./read-market.ts";

export interface ForecastResult {
  /** 1 − WAPE of the quarter's total by team. */
  readonly byTeam: number;
  /** 1 − WAPE by month and team, beside the oracle's. */
  readonly byMonth: number;
  readonly oracleByMonth: number | null;
  /** 1 − WAPE by team of exponential smoothing, the simple rival. */
  readonly smoothing: number;
  /** Share of the teams' quarters inside their 80 % interval. */
  readonly coverage: number;
}

interface Sums {
  actual: number;
  team: number;
  month: number;
  smoothing: number;
  covered: number;
}

/** Forecasts the quarter after each of `quarterStarts` from the deals known then; the oracle takes `branches` futures each. */
export function forecastQuarters(
  market: Market,
  view: MarketView,
  quarterStarts: readonly number[],
  branches: number,
): ForecastResult {
  const lives = [...view.records.values()]
    .filter(({ key }) => key.startsWith("deal:"))
    .map(({ key, changes }) => dealLife(key, changes));
  const sums: Sums = { actual: 0, team: 0, month: 0, smoothing: 0, covered: 0 };
  for (const start of quarterStarts) {
    const originMs = market.request.startMs + market.world.calendar.monthStart(start) * dayMs;
    const random = seededRandom(start);
    const forecast = forecastDeals({ lives, asOfMs: originMs, periods: 3, random });
    const actual = wonAmounts(market, start, 3);
    teams.forEach((team, place) => {
      const months = [0, 1, 2].map((month) => actual[month * teams.length + place] ?? 0);
      const group = forecast?.groups.indexOf(team) ?? -1;
      const cells = forecast?.rollUp.cells[group] ?? [];
      const quarter = forecast?.rollUp.groups[group];
      const past = Array.from(
        { length: start },
        (_, month) => wonAmounts(market, month, 1)[place] ?? 0,
      );
      const total = sum(months);
      sums.actual += total;
      months.forEach((amount, month) => {
        sums.month += Math.abs(amount - (cells[month]?.mean ?? 0));
      });
      sums.team += Math.abs(total - (quarter?.mean ?? 0));
      sums.smoothing += Math.abs(total - sum(forecastSmoothing(fitSmoothing(past, 12), 3)));
      if (quarter && total >= quarter.low && total <= quarter.high) sums.covered++;
    });
  }
  return {
    byTeam: 1 - sums.team / sums.actual,
    byMonth: 1 - sums.month / sums.actual,
    oracleByMonth:
      branches > 0 ? forecastOracle(market, { quarterStarts, branches }).accuracy : null,
    smoothing: 1 - sums.smoothing / sums.actual,
    coverage: sums.covered / (quarterStarts.length * teams.length),
  };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
