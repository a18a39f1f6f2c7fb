import { dayMs } from "../calendar.ts";
import type { Market } from "../market.ts";
import type { Noise } from "../noise.ts";
import type { Company, Person } from "../population/company.ts";
import type { CompanyHistory } from "../process/company-history.ts";
import type { EventBody } from "./event-item.ts";
import { eventItem } from "./event-item.ts";
import type {
  EventTruth,
  Json,
  MarketItem,
  OutsideSignalKind,
  RecordItem,
  SourceKind,
} from "./market-item.ts";

/** What a writer says of a published signal; days of the simulation. */
export interface SignalBody {
  readonly publishedDay: number;
  readonly signal: OutsideSignalKind;
  readonly key: string;
  readonly payload: { readonly [key: string]: Json };
}

/** One company in one month: what is written into it appears in the stream when its time lies in the month. */
export interface Scene {
  readonly market: Market;
  readonly noise: Noise;
  readonly locale: "zh" | "en";
  readonly month: number;
  readonly fromDay: number;
  readonly toDay: number;
  readonly company: Company;
  readonly history: CompanyHistory;
  /** True when the span of days touches the month; lets writers skip work. */
  overlaps(fromDay: number, toDay: number): boolean;
  event(day: number, source: SourceKind, truth: EventTruth, body: EventBody): void;
  record(day: number, change: Omit<RecordItem, "kind" | "atMs">): void;
  signal(day: number, body: SignalBody): void;
}

/** A scene that collects into `items`. */
export function createScene(
  market: Market,
  input: {
    readonly company: Company;
    readonly history: CompanyHistory;
    readonly month: number;
    /** Number of the first event in the month; keys message ids. 0 unless given. */
    readonly firstEvent?: number;
  },
  items: MarketItem[],
): Scene {
  const { world } = market;
  const { calendar } = world;
  const { company, month } = input;
  const fromDay = calendar.monthStart(month);
  const toDay = calendar.monthStart(month + 1);
  let written = input.firstEvent ?? 0;
  const inside = (day: number): boolean => day >= fromDay && day < toDay;
  const instant = (day: number): number => calendar.startMs + Math.round(day * dayMs);
  return {
    market,
    noise: world.noise,
    locale: market.request.locale,
    ...input,
    fromDay,
    toDay,
    overlaps: (from, to) => from < toDay && to >= fromDay,
    event(day, source, truth, body) {
      if (!inside(day)) return;
      const at = { day, entity: company.index, index: month * 8192 + written++ };
      items.push(eventItem(world, at, source, truth, body));
    },
    record(day, change) {
      if (inside(day)) items.push({ kind: "record", atMs: instant(day), ...change });
    },
    signal(day, { publishedDay, ...body }) {
      if (!inside(publishedDay)) return;
      items.push({
        kind: "signal",
        atMs: instant(publishedDay),
        occurredMs: instant(day),
        ...body,
        company: { name: company.name, creditCode: company.creditCode },
        truth: { person: undefined, company: company.index },
      });
    },
  };
}

export const truthOf = (person: Person): EventTruth => ({
  person: person.index,
  company: person.company,
});

/** A moment of the working day (half past eight to six, UTC+8) on the day given. */
export function workingHour(day: number, uniform: number): number {
  return Math.floor(day) + (0.5 + 9.5 * uniform) / 24;
}
