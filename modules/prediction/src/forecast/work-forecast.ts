import { dayMs } from "../datasets/moments.ts";
import type { DealLife } from "./deal-life.ts";
import type { DealScores } from "./deal-scores.ts";
import {
  type ForecastBars,
  type ForecastBody,
  type ForecastRecord,
  makeForecast,
  type PastForecast,
  scorePast,
} from "./make-forecast.ts";
import { monthStart } from "./months.ts";

/** What the thread is asked for; everything can be cloned. */
export interface ForecastWork {
  readonly lives: readonly DealLife[];
  readonly nowMs: number;
  readonly bars: ForecastBars;
  /** Forecasts of month starts that are kept already. */
  readonly past: readonly PastForecast[];
  /** What predictions say of open deals now. */
  readonly scores: DealScores;
}

export interface ForecastResult {
  readonly current: ForecastBody | null;
  /** Forecasts of month starts that were not kept, made from what had happened by then; the running month's among them. */
  readonly added: readonly { readonly asOfMs: number; readonly body: ForecastBody }[];
  readonly record: ForecastRecord | null;
}

/** How far back forecasts are made afterwards, so that a new workspace sees at once what they are worth. */
const monthsBack = 8;

/** The forecast of now, those of past month starts that are missing, and the score of all. */
export function workForecast({ lives, nowMs, bars, past, scores }: ForecastWork): ForecastResult {
  const current = makeForecast(lives, nowMs, bars, scores) ?? null;
  if (current === null) return { current, added: [], record: null };
  const known = new Set(past.map(({ body }) => body.firstMonthMs));
  const origins = Array.from({ length: monthsBack + 1 }, (_, back) =>
    monthStart(nowMs, back - monthsBack),
  ).filter((origin) => !known.has(origin));
  const added = origins.flatMap((asOfMs) => {
    // On the day of a month's start today's scores are those of then; of earlier months nothing may know what was learned since.
    const isToday = nowMs - asOfMs < dayMs;
    const body = makeForecast(lives, asOfMs, bars, isToday ? scores : undefined);
    return body === undefined ? [] : [{ asOfMs, body }];
  });
  const all = [...past, ...added.map(({ body }) => ({ kind: "replayed" as const, body }))];
  return { current, added, record: scorePast(lives, all, nowMs) };
}
