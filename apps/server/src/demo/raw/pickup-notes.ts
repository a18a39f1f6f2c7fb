import type { EventItem } from "@causeway/engine-simulation";
import type { JsonObject } from "@causeway/module-touchpoints";
import { jsonDelivery, propertyOf, type RawFormat, secondsOf, traitOf } from "./raw-format.ts";

/** What the warehouse's system reports when goods leave: lists of pick-up notes, signed by whoever collected. */
export const pickupNotes = {
  connector: "pickups",
  settings: () => ({}),
  reports: () => true,
  write: (items) => {
    const last = items.at(-1);
    return last === undefined ? [] : [jsonDelivery(items.map(noteOf), new Date(last.atMs))];
  },
  broken: () => [],
} satisfies RawFormat;

function noteOf(item: EventItem): JsonObject {
  return {
    ...{ 提货单号: propertyOf(item, "pickupNumber"), 订单号: propertyOf(item, "order_id") },
    ...{ 提货时间: secondsOf(item.atMs), 仓库: propertyOf(item, "warehouse") },
    ...{ 姓名: traitOf(item, "name") ?? "", 电话: traitOf(item, "phone") ?? "" },
  };
}
