import type { Market } from "../market.ts";
import { eventItem } from "./event-item.ts";
import type { Json, MarketItem } from "./market-item.ts";

/** What a dealer's portal reports in a month: inquiries week by week, surges, stock alarms, late shipments. */
export function dealerEvents(market: Market, dealerIndex: number, month: number): MarketItem[] {
  const { world } = market;
  const dealer = market.population.dealers[dealerIndex];
  const history = market.dealers[dealerIndex];
  if (!dealer || !history) throw new RangeError(`There is no dealer ${dealerIndex}`);
  const fromDay = world.calendar.monthStart(month);
  const toDay = world.calendar.monthStart(month + 1);
  const items: MarketItem[] = [];
  const report = (
    day: number,
    event: string,
    properties: { readonly [key: string]: Json },
  ): void => {
    if (day < fromDay || day >= toDay) return;
    const at = { day, entity: -1 - dealerIndex, index: month * 8192 + items.length };
    items.push(
      eventItem(
        world,
        at,
        "dealer",
        { person: undefined, company: undefined, dealer: dealerIndex },
        {
          type: "track",
          anonymousId: `dealer-${dealer.creditCode}`,
          event,
          properties: { dealer: dealer.name, creditCode: dealer.creditCode, ...properties },
          context: { groupId: dealer.creditCode },
        },
      ),
    );
  };
  for (let day = fromDay; day < toDay; day++) {
    if (day % 7 !== 6) continue;
    const inquiries = history.inquiries.subarray(Math.max(0, day - 6), day + 1);
    report(day + 0.4, "Dealer Inquiries Reported", {
      inquiries: inquiries.reduce((sum, count) => sum + count, 0),
      days: inquiries.length,
    });
  }
  for (const surge of history.surges)
    report(surge.day + 0.45, "Inquiry Surge Reported", { product: "G4" });
  for (const alarm of history.alarms)
    report(alarm.day + 0.3, "Dealer Stock Alarm", { product: "G4", stockDays: 4 });
  for (const delay of history.delays) report(delay.day + 0.25, "Shipment Delayed", { days: 7 });
  return items;
}
