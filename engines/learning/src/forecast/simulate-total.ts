import type { Random } from "@causeway/kernel";
import type { Interval } from "../metrics/bootstrap-interval.ts";

/** An open deal as the models see it. */
export interface OpenDeal {
  /** Chance that it is won at all. */
  readonly winProbability: number;
  /** Chance that it closes in period 1, 2, … of the forecast, given that it is won; the rest closes later. */
  readonly closing: readonly number[];
  /** Amounts that it may come to, equally likely (quantile predictions, or one number). */
  readonly amounts: readonly number[];
}

/** The total of one period. */
export interface PeriodForecast extends Interval {
  readonly mean: number;
  readonly median: number;
}

export interface SimulateOptions {
  readonly random: Random;
  /** Default 4,000. */
  readonly draws?: number;
  /** Default 0.8. */
  readonly level?: number;
  /** Totals of deals that are not open yet, by draw and period, e.g. resampled from the past; added to each draw. */
  readonly newBusiness?: (random: Random, period: number) => number;
}

/** What open deals will bring by period: win × time × amount, drawn together so that intervals of sums are honest. */
export function simulateTotal(
  deals: readonly OpenDeal[],
  periods: number,
  options: SimulateOptions,
): readonly PeriodForecast[] {
  const { random, draws = 4_000, level = 0.8, newBusiness } = options;
  const totals = Array.from({ length: periods }, () => new Float64Array(draws));
  for (let draw = 0; draw < draws; draw++) {
    for (const deal of deals) {
      if (random() >= deal.winProbability) continue;
      const period = drawPeriod(deal.closing, random);
      const total = totals[period];
      if (total === undefined) continue;
      const amount = deal.amounts[Math.floor(random() * deal.amounts.length)] ?? 0;
      total[draw] = (total[draw] as number) + amount;
    }
    totals.forEach((total, period) => {
      total[draw] = (total[draw] as number) + (newBusiness?.(random, period) ?? 0);
    });
  }
  return totals.map((total) => summarize(total, level));
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

function summarize(total: Float64Array, level: number): PeriodForecast {
  const sorted = total.toSorted();
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  return { mean, median: at(0.5), low: at((1 - level) / 2), high: at((1 + level) / 2) };
}
