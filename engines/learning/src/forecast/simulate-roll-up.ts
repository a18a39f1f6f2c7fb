import { normalQuantile } from "@causeway/engine-statistics";
import type { Random } from "@causeway/kernel";
import { logOdds, sigmoid } from "../linear/sigmoid.ts";
import type { Interval } from "../metrics/bootstrap-interval.ts";

/** An open deal as the models see it. */
export interface OpenDeal {
  /** Chance that it is won at all. */
  readonly winProbability: number;
  /** Standard error of its log-odds; absent: none. What a model is wrong by, it is wrong by for all deals at once. */
  readonly winError?: number;
  /** Chance that it closes in period 1, 2, … of the forecast, given that it is won; the rest closes later. */
  readonly closing: readonly number[];
  /** Amounts that it may come to, equally likely (quantile predictions, or one number). */
  readonly amounts: readonly number[];
}

/** A deal of one of the groups that the roll-up tells apart, numbered from 0. */
export interface GroupedDeal extends OpenDeal {
  readonly group: number;
}

/** The total of one period. */
export interface PeriodForecast extends Interval {
  readonly mean: number;
  readonly median: number;
}

export interface RollUp {
  /** By group, then by period. */
  readonly cells: readonly (readonly PeriodForecast[])[];
  /** All periods together, by group. */
  readonly groups: readonly PeriodForecast[];
  /** All groups together, by period. */
  readonly periods: readonly PeriodForecast[];
  readonly total: PeriodForecast;
}

export interface RollUpOptions {
  readonly random: Random;
  readonly groups: number;
  readonly periods: number;
  /** Default 2,000. */
  readonly draws?: number;
  /** Default 0.8. */
  readonly level?: number;
  /** One draw of what deals that are not open yet will bring: groups × periods, group-major. Drawn jointly, so that what moves all groups at once widens their sum. */
  readonly newBusiness?: (random: Random) => ArrayLike<number>;
}

/**
 * What open deals and new business will bring by group and period: win × time × amount, drawn together, so that the
 * intervals of sums are honest (Monte Carlo; the sum of quantiles is not the quantile of the sum).
 */
export function simulateRollUp(deals: readonly GroupedDeal[], options: RollUpOptions): RollUp {
  const { random, groups, periods, draws = 2_000, level = 0.8, newBusiness } = options;
  const series = (count: number) => Array.from({ length: count }, () => new Float64Array(draws));
  const cells = series(groups * periods);
  const isUnsure = deals.some(({ winError = 0 }) => winError > 0);
  const addDeal = (deal: GroupedDeal, draw: number, wrong: number) => {
    if (random() >= chanceOf(deal, wrong)) return;
    const period = drawPeriod(deal.closing, random);
    const cell = period < periods ? cells[deal.group * periods + period] : undefined;
    if (cell === undefined) return;
    const amount = deal.amounts[Math.floor(random() * deal.amounts.length)] ?? 0;
    cell[draw] = (cell[draw] as number) + amount;
  };
  for (let draw = 0; draw < draws; draw++) {
    const wrong = isUnsure ? normalQuantile((draw + 0.5) / draws) : 0;
    for (const deal of deals) addDeal(deal, draw, wrong);
    const fresh = newBusiness?.(random);
    if (fresh === undefined) continue;
    cells.forEach((cell, place) => {
      cell[draw] = (cell[draw] as number) + (fresh[place] ?? 0);
    });
  }
  const sumOf = (chosen: readonly Float64Array[]) => summarize(sumDraws(chosen, draws), level);
  const all = Array.from({ length: groups }, (_, group) => group);
  const each = Array.from({ length: periods }, (_, period) => period);
  const cellOf = (group: number, period: number) =>
    cells[group * periods + period] ?? new Float64Array(draws);
  return {
    cells: all.map((group) => each.map((period) => summarize(cellOf(group, period), level))),
    groups: all.map((group) => sumOf(each.map((period) => cellOf(group, period)))),
    periods: each.map((period) => sumOf(all.map((group) => cellOf(group, period)))),
    total: sumOf(cells),
  };
}

/** The chance of a deal where its model is wrong by so many standard errors. */
function chanceOf({ winProbability, winError = 0 }: OpenDeal, wrong: number): number {
  if (winError === 0 || winProbability <= 0 || winProbability >= 1) return winProbability;
  // Divided so that the mean over all errors stays near the chance itself (MacKay, Neural Computation 4, 1992).
  const centre = logOdds(winProbability) * Math.sqrt(1 + (Math.PI * winError ** 2) / 8);
  return sigmoid(centre + wrong * winError);
}

/** The period of closing, from 0; past the last one where it closes later. */
function drawPeriod(closing: readonly number[], random: Random): number {
  let left = random();
  const period = closing.findIndex((share) => {
    left -= share;
    return left < 0;
  });
  return period < 0 ? Number.POSITIVE_INFINITY : period;
}

function sumDraws(series: readonly Float64Array[], draws: number): Float64Array {
  const sums = new Float64Array(draws);
  for (const values of series) {
    for (let draw = 0; draw < draws; draw++) {
      sums[draw] = (sums[draw] as number) + (values[draw] as number);
    }
  }
  return sums;
}

function summarize(total: Float64Array, level: number): PeriodForecast {
  const sorted = total.toSorted();
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  return { mean, median: at(0.5), low: at((1 - level) / 2), high: at((1 + level) / 2) };
}
