import type { Calendar } from "./calendar.ts";
import { calendarOf } from "./calendar.ts";
import type { Decide, Intervention } from "./intervention.ts";
import { decideWith } from "./intervention.ts";
import type { Branch, Noise } from "./noise.ts";
import { createNoise } from "./noise.ts";
import type { MarketKind, MarketRequest } from "./parameters.ts";

/** What every structural equation may read: noise, interventions, the calendar and the kind of market. */
export interface World {
  readonly request: MarketRequest;
  readonly kind: MarketKind;
  readonly noise: Noise;
  readonly decide: Decide;
  readonly calendar: Calendar;
  /** Length of the simulation in days. */
  readonly days: number;
}

/** How a run differs from the factual one. */
export interface RunOptions {
  readonly interventions?: readonly Intervention[];
  readonly branch?: Branch;
  /** Stops after this many months; the default is the request's. */
  readonly months?: number;
}

export function createWorld(request: MarketRequest, options: RunOptions = {}): World {
  const calendar = calendarOf(request.startMs, options.months ?? request.months);
  return {
    request,
    kind: request.kind ?? "base",
    noise: createNoise(request.seed, options.branch),
    decide: decideWith(options.interventions ?? []),
    calendar,
    days: calendar.days,
  };
}
