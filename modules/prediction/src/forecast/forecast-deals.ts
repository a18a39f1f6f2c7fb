import { type OpenDeal, type RollUp, simulateRollUp } from "@causeway/engine-learning";
import type { Random } from "@causeway/kernel";
import { type DealLife, isOpenAt, stateAt, wonAmount } from "./deal-life.ts";
import { type DealScores, foreseenByScore } from "./deal-scores.ts";
import { leftOfMonth, monthStart, monthsBetween } from "./months.ts";
import { fitNewBusiness, teamOf } from "./new-business.ts";
import { fitOpenDeals } from "./open-deal-model.ts";

export interface DealForecastRequest {
  readonly lives: readonly DealLife[];
  /** The moment of the forecast; nothing after it is looked at. */
  readonly asOfMs: number;
  /** Calendar months, beginning with the one in which the moment lies. */
  readonly periods: number;
  readonly random: Random;
  readonly draws?: number;
  /** Of the intervals; default 0.8. */
  readonly level?: number;
  /** What predictions in force said at the moment; deals without one are foreseen by the forecast's own model. */
  readonly scores?: DealScores;
}

/** An open deal with what is foreseen of it. */
export interface ForeseenDeal {
  readonly life: DealLife;
  readonly foreseen: OpenDeal;
  /** By its own win probability. */
  readonly isScored: boolean;
}

/** What is expected to be won by team and month, won already included. */
export interface DealForecast {
  readonly groups: readonly string[];
  readonly rollUp: RollUp;
  readonly open: readonly ForeseenDeal[];
  /** Won in the first month before the moment of the forecast, by group. */
  readonly wonSoFar: Float64Array;
}

/**
 * Forecasts won amounts by team and month: open deals by simulation (win × month of closing × amount), with the win
 * probability and the time to close that are in force where a deal has them, those to come by what past months brought. Undefined where the past is too short to
 * learn what deals to come bring: without them a quarter would be foreseen at a fraction.
 */
export function forecastDeals(request: DealForecastRequest): DealForecast | undefined {
  const { asOfMs, periods, random, draws, level } = request;
  const lives = request.lives.filter(({ createdMs }) => createdMs <= asOfMs);
  const groups = [...new Set(lives.map((life) => teamOf(life, asOfMs)))].sort();
  const [originMs, left] = [monthStart(asOfMs), leftOfMonth(asOfMs)];
  const fresh = fitNewBusiness({ lives, originMs, left, groups, groupOf: teamOf, periods });
  if (fresh === undefined) return undefined;
  const foresee = fitOpenDeals({ lives, originMs: asOfMs, periods, left, random });
  const openLives = lives.filter((life) => isOpenAt(life, asOfMs));
  const foreseen = foresee?.(openLives) ?? [];
  const open = openLives.flatMap((life, place) => {
    const deal = foreseen[place];
    if (deal === undefined) return [];
    const score = request.scores?.get(life.id);
    return score === undefined
      ? [{ life, foreseen: deal, isScored: false }]
      : [{ life, foreseen: foreseenByScore(score, deal, asOfMs), isScored: true }];
  });
  const wonSoFar = wonIn(lives, groups, originMs, asOfMs);
  const rollUp = simulateRollUp(
    open.map(({ life, foreseen: deal }) => ({
      ...deal,
      group: groups.indexOf(teamOf(life, asOfMs)),
    })),
    {
      random,
      groups: groups.length,
      periods,
      ...(draws !== undefined && { draws }),
      ...(level !== undefined && { level }),
      newBusiness: (source) =>
        fresh
          .draw(source)
          .map((amount, place) =>
            place % periods === 0 ? amount + (wonSoFar[place / periods] ?? 0) : amount,
          ),
    },
  );
  return { groups, rollUp, open, wonSoFar };
}

function wonIn(
  lives: readonly DealLife[],
  groups: readonly string[],
  fromMs: number,
  toMs: number,
): Float64Array {
  const won = new Float64Array(groups.length);
  for (const life of lives) {
    if (life.closedMs === null || life.closedMs < fromMs || life.closedMs >= toMs) continue;
    const group = groups.indexOf(teamOf(life, life.closedMs));
    won[group] = (won[group] ?? 0) + wonAmount(life);
  }
  return won;
}

/** The month, from 0 for that of the moment, in which sales expects a deal to close; an overdue one counts for now. */
export function expectedMonth(life: DealLife, asOfMs: number): number | undefined {
  const expectedMs = stateAt(life, asOfMs)?.expectedCloseMs;
  if (expectedMs === null || expectedMs === undefined) return undefined;
  return Math.max(0, monthsBetween(asOfMs, expectedMs));
}
