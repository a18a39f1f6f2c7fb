import {
  fitSmoothing,
  forecastSmoothing,
  type PeriodForecast,
  simulateRollUp,
} from "@causeway/engine-learning";
import { seededRandom } from "@causeway/kernel";
import { type DealLife, stateAt, wonAmount } from "./deal-life.ts";
import type { DealScores } from "./deal-scores.ts";
import { type DealForecast, expectedMonth, forecastDeals } from "./forecast-deals.ts";
import { monthStart, monthsBetween } from "./months.ts";
import { teamOf } from "./new-business.ts";

interface Estimate {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

export interface BodyCell {
  readonly won: number;
  readonly commit: number;
  readonly best: number;
  readonly model: Estimate;
}

/** A forecast as it is kept: plain JSON. */
export interface ForecastBody {
  readonly firstMonthMs: number;
  readonly teams: readonly {
    readonly team: string;
    readonly months: readonly BodyCell[];
    readonly total: BodyCell;
  }[];
  readonly months: readonly BodyCell[];
  readonly total: BodyCell;
  readonly stages: readonly {
    readonly stage: string;
    readonly deals: number;
    readonly amount: number;
    readonly model: Estimate;
  }[];
  /** Open deals, and those of them that were foreseen by their own win probability; absent in older ones. */
  readonly scored?: { readonly deals: number; readonly open: number };
}

/** What past forecasts were worth. */
export interface ForecastRecord {
  readonly accuracy: number | null;
  readonly smoothing: number | null;
  readonly coverage: number | null;
  readonly quarters: number;
  readonly past: readonly {
    readonly firstMonthMs: number;
    readonly kind: "kept" | "replayed";
    readonly forecast: Estimate;
    readonly won: number;
  }[];
}

/** Win probabilities above which an open deal counts for commit and for the best case. */
export interface ForecastBars {
  readonly commit: number;
  readonly best: number;
}

/** Months of a forecast, the running one included. */
export const forecastMonths = 3;
const level = 0.9;

/** The forecast at a moment; undefined where the past is too short. Deterministic. */
export function makeForecast(
  lives: readonly DealLife[],
  asOfMs: number,
  bars: ForecastBars,
  scores?: DealScores,
): ForecastBody | undefined {
  const random = seededRandom(1);
  const made = forecastDeals({
    ...{ lives, asOfMs, periods: forecastMonths, random, level },
    ...(scores && { scores }),
  });
  if (made === undefined) return undefined;
  const { groups, rollUp } = made;
  const sales = groups.map((_, group) => salesCells(made, asOfMs, bars, group));
  const cell = (own: readonly SalesCell[], model: PeriodForecast | undefined): BodyCell => ({
    ...own.reduce(add, nothing),
    model: estimateOf(model),
  });
  const month = (at: number) => sales.flatMap((own) => own[at] ?? []);
  return {
    firstMonthMs: monthStart(asOfMs),
    teams: groups.map((team, group) => ({
      team,
      months: (sales[group] ?? []).map((own, at) => cell([own], rollUp.cells[group]?.[at])),
      total: cell(sales[group] ?? [], rollUp.groups[group]),
    })),
    months: rollUp.periods.map((model, at) => cell(month(at), model)),
    total: cell(sales.flat(), rollUp.total),
    stages: stageLines(made, asOfMs),
    scored: {
      deals: made.open.filter(({ isScored }) => isScored).length,
      open: made.open.length,
    },
  };
}

type SalesCell = Omit<BodyCell, "model">;
const nothing: SalesCell = { won: 0, commit: 0, best: 0 };
const add = (a: SalesCell, b: SalesCell): SalesCell => ({
  won: a.won + b.won,
  commit: a.commit + b.commit,
  best: a.best + b.best,
});

const estimateOf = (found: PeriodForecast | undefined): Estimate => ({
  mean: found?.mean ?? 0,
  low: found?.low ?? 0,
  high: found?.high ?? 0,
});

/** What is won, and what sales expects in each month, as far as it is likely enough. */
function salesCells(
  { groups, open, wonSoFar }: DealForecast,
  asOfMs: number,
  bars: ForecastBars,
  group: number,
): readonly SalesCell[] {
  const won = wonSoFar[group] ?? 0;
  const cells = Array.from({ length: forecastMonths }, (_, month) =>
    month === 0 ? { won, commit: won, best: won } : { won: 0, commit: 0, best: 0 },
  );
  for (const { life, foreseen } of open) {
    if (teamOf(life, asOfMs) !== groups[group]) continue;
    const cell = cells[expectedMonth(life, asOfMs) ?? forecastMonths];
    const amount = stateAt(life, asOfMs)?.amount ?? 0;
    if (cell === undefined) continue;
    if (foreseen.winProbability >= bars.commit) cell.commit += amount;
    if (foreseen.winProbability >= bars.best) cell.best += amount;
  }
  return cells;
}

function stageLines({ open }: DealForecast, asOfMs: number): ForecastBody["stages"] {
  const stageOf = (life: DealLife) => stateAt(life, asOfMs)?.stage ?? "";
  const stages = [...new Set(open.map(({ life }) => stageOf(life)))].sort();
  const { groups } = simulateRollUp(
    open.map(({ life, foreseen }) => ({ ...foreseen, group: stages.indexOf(stageOf(life)) })),
    {
      random: seededRandom(2),
      groups: stages.length,
      periods: forecastMonths,
      draws: 1_000,
      level,
    },
  );
  return stages.map((stage, group) => {
    const own = open.filter(({ life }) => stageOf(life) === stage);
    return {
      stage,
      deals: own.length,
      amount: own.reduce((sum, { life }) => sum + (stateAt(life, asOfMs)?.amount ?? 0), 0),
      model: estimateOf(groups[group]),
    };
  });
}

export interface PastForecast {
  readonly kind: "kept" | "replayed";
  readonly body: ForecastBody;
}

/** Scores past forecasts made at month starts against what was won, where their months are over at `nowMs`. */
export function scorePast(
  lives: readonly DealLife[],
  forecasts: readonly PastForecast[],
  nowMs: number,
): ForecastRecord {
  const over = forecasts
    .filter(({ body }) => monthStart(body.firstMonthMs, forecastMonths) <= nowMs)
    .toSorted((a, b) => a.body.firstMonthMs - b.body.firstMonthMs);
  let [won, missed, smoothed, covered, cells] = [0, 0, 0, 0, 0];
  for (const { body } of over) {
    for (const { team, total } of body.teams) {
      const until = monthStart(body.firstMonthMs, forecastMonths);
      const actual = wonBetween(lives, body.firstMonthMs, until, team);
      const { mean, low, high } = total.model;
      won += actual;
      missed += Math.abs(actual - mean);
      smoothed += Math.abs(actual - smoothTotal(lives, body.firstMonthMs, team));
      covered += actual >= low && actual <= high ? 1 : 0;
      cells++;
    }
  }
  return {
    accuracy: won > 0 ? 1 - missed / won : null,
    smoothing: won > 0 ? 1 - smoothed / won : null,
    coverage: cells > 0 ? covered / cells : null,
    quarters: over.length,
    past: over.map(({ kind, body }) => ({
      firstMonthMs: body.firstMonthMs,
      kind,
      forecast: body.total.model,
      won: wonBetween(lives, body.firstMonthMs, monthStart(body.firstMonthMs, forecastMonths)),
    })),
  };
}

function wonBetween(
  lives: readonly DealLife[],
  fromMs: number,
  toMs: number,
  team?: string,
): number {
  return lives.reduce((sum, life) => {
    const { closedMs } = life;
    if (closedMs === null || closedMs < fromMs || closedMs >= toMs) return sum;
    return team === undefined || teamOf(life, closedMs) === team ? sum + wonAmount(life) : sum;
  }, 0);
}

/** The simple rival: exponential smoothing of the team's months before. */
function smoothTotal(lives: readonly DealLife[], originMs: number, team: string): number {
  const firstMs = lives.reduce((first, { createdMs }) => Math.min(first, createdMs), originMs);
  const months = monthsBetween(firstMs, originMs);
  if (months < 2) return 0;
  const past = Array.from({ length: months }, (_, at) =>
    wonBetween(lives, monthStart(firstMs, at), monthStart(firstMs, at + 1), team),
  );
  return forecastSmoothing(fitSmoothing(past, 12), forecastMonths).reduce((a, b) => a + b, 0);
}
