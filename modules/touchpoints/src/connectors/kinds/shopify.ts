import { createHmac } from "node:crypto";
import type { SettingValues } from "@causeway/platform-contract";
import { asObject, type JsonObject, listAt, objectAt, textAt } from "../../wire/json-object.ts";
import { clickIds } from "../click-ids.ts";
import {
  acknowledged,
  type ConnectorKind,
  type RawDelivery,
  type Reading,
  type Verification,
} from "../connector.ts";
import { externalIds } from "../external-ids.ts";
import { contentId } from "../records/content-id.ts";
import { rarely, secretField } from "../setting-field.ts";
import { isSameText } from "../tencent/callback-crypto.ts";

/** Webhooks of a Shopify shop (https://shopify.dev/docs/apps/build/webhooks). */
export const shopify = {
  name: "shopify",
  kind: "order",
  label: { zh: "Shopify 商城", en: "Shopify shop" },
  summary: {
    zh: "订单、结账、客户；对原始内容验签",
    en: "Orders, checkouts, customers; signed over the raw body",
  },
  identifiers: ["order_id", "shopify_customer", "email", "phone", "gclid", "fbclid", "ttclid"],
  way: "webhook",
  fields: [
    secretField("secret", "Webhook 签名密钥", "Webhook signing secret", { required: true }),
    rarely(
      secretField("previousSecret", "上一个密钥", "Previous secret", {
        hint: { zh: "更换密钥后一小时内仍会使用", en: "Still in use for an hour after a change" },
      }),
    ),
  ],
  steps: [
    {
      zh: "在 Shopify 后台打开“设置 → 通知 → Webhooks”。",
      en: "In Shopify open Settings → Notifications → Webhooks.",
    },
    {
      zh: "新建 JSON Webhook，地址为 {{url}}：订单创建、订单取消、结账创建、客户创建。",
      en: "Create JSON webhooks to {{url}}: order creation and cancellation, checkout creation, customer creation.",
    },
    {
      zh: "签名密钥显示在该页面底部；与刚才填写的不同时，在来源的“接入方法”里改正。然后点“发送测试通知”。",
      en: "The signing secret stands at the foot of that page; where it differs from what you entered, mend it under “How to connect”. Then send a test notification.",
    },
  ],
  keepsHeaders: ["x-shopify-topic", "x-shopify-webhook-id", "x-shopify-shop-domain"],
  verify,
  read,
} satisfies ConnectorKind;

function verify({ method, body, headers }: RawDelivery, settings: SettingValues): Verification {
  const given = headers["x-shopify-hmac-sha256"] ?? "";
  const secrets = [settings["secret"], settings["previousSecret"]].filter(Boolean);
  const isGenuine = secrets.some((secret) =>
    isSameText(
      createHmac("sha256", secret ?? "")
        .update(body)
        .digest("base64"),
      given,
    ),
  );
  return method === "POST" && isGenuine
    ? acknowledged
    : {
        kind: "refused",
        reason: {
          zh: "HMAC 与内容和密钥不符",
          en: "The HMAC does not fit the body and the secret",
        },
      };
}

function read({ body, headers }: RawDelivery): Reading {
  const topic = headers["x-shopify-topic"] ?? "";
  const payload = parse(body);
  if (payload === null)
    return {
      events: [],
      failures: [{ reason: { zh: "内容不是 JSON", en: "The body is not JSON" }, item: null }],
    };
  const meaning = meanings[topic]?.(payload) ?? {
    event: "Shop Event",
    properties: { topic },
  };
  const customer = { ...payload, ...objectAt(payload, "customer") };
  const ids = externalIds({
    order_id: topic.startsWith("orders/") ? orderNumber(payload) : null,
    shopify_customer: customerId(payload, topic),
  });
  const clicks = clickIds(textAt(payload, "landing_site") ?? "");
  const traits = {
    ...optional("email", textAt(payload, "email") ?? textAt(customer, "email")),
    ...optional("phone", textAt(payload, "phone") ?? textAt(customer, "phone")),
    ...optional("name", nameOf(customer)),
    ...optional("company", textAt(objectAt(payload, "billing_address"), "company")),
  };
  const id = headers["x-shopify-webhook-id"];
  return {
    failures: [],
    events: [
      {
        type: "track",
        messageId: id === undefined ? contentId("shopify", { topic, payload }) : `shopify-${id}`,
        ...optional("timestamp", textAt(payload, "created_at") ?? textAt(payload, "updated_at")),
        anonymousId: `shop-${customerId(payload, topic) ?? textAt(payload, "id") ?? id}`,
        // Who signs in to the shop through another system of ours (Multipass) has that system's id.
        ...optional("userId", textAt(customer, "multipass_identifier")),
        ...meaning,
        context: { externalIds: [...ids, ...clicks], traits },
      },
    ],
  };
}

type Meaning = { readonly event: string; readonly properties: JsonObject };

const ordered =
  (event: string) =>
  (order: JsonObject): Meaning => ({
    event,
    properties: {
      ...optional("order_id", orderNumber(order)),
      total: Number(textAt(order, "total_price") ?? 0),
      ...optional("currency", textAt(order, "currency")),
      products: listAt(order, "line_items")
        .slice(0, 50)
        .map((item) => {
          const line = asObject(item) ?? {};
          return {
            ...optional("name", textAt(line, "title")),
            ...optional("sku", textAt(line, "sku")),
            quantity: Number(textAt(line, "quantity") ?? 1),
          };
        }),
    },
  });

const privacy = (customer: JsonObject): Meaning => ({
  event: "Privacy Request Received",
  properties: { shop: textAt(customer, "shop_domain") ?? "" },
});

const meanings: Readonly<Record<string, (payload: JsonObject) => Meaning>> = {
  "orders/create": ordered("Order Completed"),
  "orders/paid": ordered("Order Paid"),
  "orders/cancelled": ordered("Order Cancelled"),
  "orders/fulfilled": ordered("Order Fulfilled"),
  "checkouts/create": ordered("Checkout Started"),
  "customers/create": () => ({ event: "Signed Up", properties: {} }),
  // Shops must take these (GDPR); whoever looks after privacy sees them on the time line.
  "customers/data_request": privacy,
  "customers/redact": privacy,
  "shop/redact": privacy,
};

function orderNumber(order: JsonObject): string | null {
  return textAt(order, "name") ?? textAt(order, "order_number");
}

function customerId(payload: JsonObject, topic: string): string | null {
  const id = textAt(objectAt(payload, "customer"), "id");
  return id ?? (topic.startsWith("customers/") ? textAt(payload, "id") : null);
}

function nameOf(customer: JsonObject): string | null {
  const parts = [textAt(customer, "first_name"), textAt(customer, "last_name")].filter(Boolean);
  return parts.length === 0 ? null : parts.join(" ");
}

function optional(name: string, value: string | null): JsonObject {
  return value === null ? {} : { [name]: value };
}

function parse(body: Buffer): JsonObject | null {
  try {
    return asObject(JSON.parse(body.toString("utf8")));
  } catch {
    return null;
  }
}
