import type { Random } from "@causeway/kernel";
import { type OpenDeal, type PeriodForecast, simulateRollUp } from "./simulate-roll-up.ts";

export interface SimulateOptions {
  readonly random: Random;
  /** Default 4,000. */
  readonly draws?: number;
  /** Default 0.8. */
  readonly level?: number;
  /** Totals of deals that are not open yet, by draw and period, e.g. resampled from the past; added to each draw. */
  readonly newBusiness?: (random: Random, period: number) => number;
}

/** What open deals will bring by period, where no groups are told apart: see `simulateRollUp`. */
export function simulateTotal(
  deals: readonly OpenDeal[],
  periods: number,
  options: SimulateOptions,
): readonly PeriodForecast[] {
  const { newBusiness, draws = 4_000, ...rest } = options;
  return simulateRollUp(
    deals.map((deal) => ({ ...deal, group: 0 })),
    {
      ...rest,
      draws,
      groups: 1,
      periods,
      ...(newBusiness && {
        newBusiness: (random: Random) =>
          Array.from({ length: periods }, (_, period) => newBusiness(random, period)),
      }),
    },
  ).periods;
}
