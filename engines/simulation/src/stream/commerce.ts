import { noiseStream } from "../noise.ts";
import { decimalDigits, hexDigits } from "../population/identifiers.ts";
import type { Order } from "../process/company-history.ts";
import type { Lead } from "../process/lead.ts";
import { adClickDay, adClickId } from "./lead-visits.ts";
import type { Scene } from "./scene.ts";
import { truthOf } from "./scene.ts";
import { writtenPhone } from "./writing.ts";

const ORDER = noiseStream("shop order");

/** The order's number; `key` is unique in the market. */
export function orderNumber(scene: Scene, order: Order): string {
  const key = order.company * 512 + scene.market.world.calendar.monthOf(Math.floor(order.day));
  return `SO${decimalDigits(scene.noise, "order number", key, 10)}`;
}

/** A repeat order in the shop and, for two of five, its pick-up at the warehouse. */
export function writeOrder(scene: Scene, order: Order): void {
  if (!scene.overlaps(order.day, order.day + 12)) return;
  const key = Math.floor(order.day);
  const draw = (item: number): number =>
    scene.noise.uniform(ORDER, scene.company.index, key * 16 + item, -1);
  const buyer =
    scene.company.persons[draw(0) < 0.7 ? 0 : Math.floor(draw(1) * scene.company.persons.length)];
  if (!buyer) return;
  const truth = truthOf(buyer);
  const number = orderNumber(scene, order);
  const externalIds = [{ id: number, type: "order_id", collection: "users", encoding: "none" }];
  const signedIn = draw(2) < 0.5;
  const phone = writtenPhone(scene.noise, buyer.phone, buyer.index, key);
  scene.event(order.day, "order", truth, {
    type: "track",
    anonymousId: `shop-${hexDigits(scene.noise, "shop account", buyer.index, 12)}`,
    ...(signedIn ? { userId: buyer.portalId } : {}),
    event: "Order Completed",
    properties: {
      order_id: number,
      total: order.amount,
      currency: scene.locale === "zh" ? "CNY" : "USD",
      products: [{ name: "Nozzles, lenses, filters", quantity: 1 }],
    },
    context: { externalIds, traits: draw(3) < 0.6 ? { phone } : { email: buyer.email } },
  });
  if (draw(4) >= 0.4) return;
  const pickup = `PK${decimalDigits(scene.noise, "pick-up", scene.company.index * 2048 + key, 8)}`;
  const collector = draw(5) < 0.8 ? buyer : (scene.company.persons[1] ?? buyer);
  scene.event(order.day + 2 + 8 * draw(6), "pickup", truthOf(collector), {
    type: "track",
    anonymousId: `pickup-${pickup}`,
    event: "Goods Picked Up",
    properties: {
      pickupNumber: pickup,
      order_id: number,
      name: collector.name,
      warehouse: scene.company.city,
    },
    context: {
      externalIds: [{ id: pickup, type: "pickup_number", collection: "users", encoding: "none" }],
      traits: {
        name: collector.name,
        phone: writtenPhone(scene.noise, collector.phone, collector.index, key + 1),
      },
    },
  });
}

/** The advertisement's own report of the click; the landing page carries the same id. */
export function writeAdClick(scene: Scene, lead: Lead): void {
  if (lead.source !== "advertising" || !scene.overlaps(lead.createdDay - 31, lead.createdDay))
    return;
  const person = scene.market.population.persons[lead.person];
  if (!person) return;
  const id = adClickId(lead);
  const type = scene.locale === "zh" ? "bd_vid" : "gclid";
  scene.event(adClickDay(scene, lead), "ad", truthOf(person), {
    type: "track",
    anonymousId: `ad-${id}`,
    event: "Ad Clicked",
    properties: {
      campaign: "laser-cutting",
      clickId: id,
      network: scene.locale === "zh" ? "baidu" : "google",
    },
    context: { externalIds: [{ id, type, collection: "users", encoding: "none" }] },
  });
}
