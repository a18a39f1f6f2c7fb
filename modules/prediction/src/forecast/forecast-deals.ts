import { type OpenDeal, type RollUp, simulateRollUp } from "@causeway/engine-learning";
import type { Random } from "@causeway/kernel";
import { type DealLife, isOpenAt } from "./deal-life.ts";
import { fitNewBusiness, teamOf } from "./new-business.ts";
import { fitOpenDeals } from "./open-deal-model.ts";

export interface DealForecastRequest {
  readonly lives: readonly DealLife[];
  /** First instant of the first month forecast; nothing after it is looked at. */
  readonly originMs: number;
  readonly periods: number;
  readonly random: Random;
  readonly draws?: number;
}

/** What the deals known at an origin, and those that will come, are expected to bring by team and month. */
export interface DealForecast {
  readonly groups: readonly string[];
  readonly rollUp: RollUp;
  readonly open: readonly { readonly life: DealLife; readonly foreseen: OpenDeal }[];
}

/** Forecasts won amounts by team and month; undefined where the past is too short to learn from. */
export function forecastDeals(request: DealForecastRequest): DealForecast | undefined {
  const { originMs, periods, random, draws } = request;
  const lives = request.lives.filter(({ createdMs }) => createdMs <= originMs);
  const groups = [...new Set(lives.map((life) => teamOf(life, originMs)))].sort();
  const groupOf = teamOf;
  const fresh = fitNewBusiness({ lives, originMs, groups, groupOf, periods });
  const foresee = fitOpenDeals({ lives, originMs, periods, random });
  if (fresh === undefined && foresee === undefined) return undefined;
  const openLives = lives.filter((life) => isOpenAt(life, originMs));
  const foreseen = foresee?.(openLives) ?? [];
  const open = openLives.flatMap((life, place) => {
    const deal = foreseen[place];
    return deal === undefined ? [] : [{ life, foreseen: deal }];
  });
  const numberOf = new Map(groups.map((group, number) => [group, number]));
  const rollUp = simulateRollUp(
    open.map(({ life, foreseen: deal }) => ({
      ...deal,
      group: numberOf.get(teamOf(life, originMs)) ?? 0,
    })),
    {
      random,
      groups: groups.length,
      periods,
      ...(draws !== undefined && { draws }),
      ...(fresh && { newBusiness: fresh.draw }),
    },
  );
  return { groups, rollUp, open };
}
