import { createHmac, randomBytes } from "node:crypto";
import type { EventItem } from "@causeway/engine-simulation";
import type { JsonObject } from "@causeway/module-touchpoints";
import { jsonDelivery, propertyOf, type RawFormat, secondsOf, traitOf } from "./raw-format.ts";

/** Webhooks of a Shopify shop: one order a request, signed over its bytes. */
export const shopOrders = {
  connector: "shopify",
  settings: () => ({ secret: `shpss_${randomBytes(16).toString("hex")}` }),
  reports: () => true,
  write: (items, settings) =>
    items.map((item) => {
      const delivery = jsonDelivery(orderOf(item), new Date(item.atMs));
      const hmac = createHmac("sha256", settings["secret"] ?? "").update(delivery.body);
      const headers = {
        ...{ "x-shopify-topic": "orders/create", "x-shopify-webhook-id": item.event.messageId },
        "x-shopify-hmac-sha256": hmac.digest("base64"),
      };
      return { ...delivery, headers: { ...delivery.headers, ...headers } };
    }),
  broken: () => [],
} satisfies RawFormat;

function orderOf(item: EventItem): JsonObject {
  const { event } = item;
  const account = (event.anonymousId ?? "").replace(/^shop-/, "");
  const products = event.properties?.["products"];
  return {
    id: Number.parseInt(event.messageId.slice(0, 8), 16),
    name: propertyOf(item, "order_id"),
    created_at: new Date(secondsOf(item.atMs) * 1000).toISOString(),
    ...{ total_price: propertyOf(item, "total"), currency: propertyOf(item, "currency") },
    ...{ email: traitOf(item, "email") ?? null, phone: traitOf(item, "phone") ?? null },
    customer: {
      id: Number.parseInt(account, 16),
      ...(event.userId !== undefined && { multipass_identifier: event.userId }),
    },
    line_items: (Array.isArray(products) ? products : []).map((product) => ({
      ...{ title: product?.name, quantity: product?.quantity },
    })),
  };
}
