import {
  cautiousReturns,
  dayMs,
  type Market,
  type MarketItem,
  marketMonth,
  returnVisits,
} from "@causeway/engine-simulation";

/** Consecutive items that are written together, and where the stream goes on after them. */
export interface DemoWindow {
  readonly items: readonly MarketItem[];
  readonly next: { readonly month: number; readonly position: number };
}

const windowMs = 6 * dayMs;
/** Keeps the writing transaction of a window below two seconds. */
const mostRecords = 600;

/** The end of the window that begins at `from`: six days or 600 records later, whichever comes first. */
function windowEnd(items: readonly MarketItem[], from: number): number {
  const untilMs = (items[from]?.atMs ?? 0) + windowMs;
  let records = 0;
  let end = from;
  for (const item of items.slice(from)) {
    if (item.atMs >= untilMs || records >= mostRecords) break;
    if (item.kind === "record") records++;
    end++;
  }
  return end;
}

/** Hot leads who are back on the pricing page when the demo is opened, so that there is something to decide. */
const returns = 6;

/** Of those who have refused to be judged by machines, so that it is seen what consent stops. */
const cautious = { after: returns, count: 2 };

function latestVisits(market: Market, cutoffMs: number): readonly MarketItem[] {
  return [
    ...returnVisits(market, cutoffMs, returns),
    ...cautiousReturns(market, cutoffMs, cautious),
  ];
}

/** The market's items of a month, without what lies after the cutoff. */
function itemsUntil(market: Market, month: number, cutoffMs: number): readonly MarketItem[] {
  const { calendar } = market.world;
  const day = Math.floor((cutoffMs - calendar.startMs) / dayMs);
  const latest = month === calendar.monthOf(day) ? latestVisits(market, cutoffMs) : [];
  return [...marketMonth(market, month), ...latest]
    .filter((item) => item.atMs <= cutoffMs)
    .sort((left, right) => left.atMs - right.atMs);
}

/** The market from a position on, window by window, without what lies after the cutoff. */
export function* demoWindows(
  market: Market,
  from: { readonly month: number; readonly position: number },
  cutoff: Date,
): Generator<DemoWindow, void, undefined> {
  let { position } = from;
  for (let { month } = from; month < market.world.calendar.months; month++) {
    const items = itemsUntil(market, month, cutoff.getTime());
    while (position < items.length) {
      const end = windowEnd(items, position);
      yield { items: items.slice(position, end), next: { month, position: end } };
      position = end;
    }
    position = 0;
  }
}
