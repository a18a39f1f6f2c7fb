import { createHmac } from "node:crypto";
import type { SettingValues } from "@causeway/platform-contract";
import { connectorSchema } from "@causeway/platform-contract";
import { encrypt, getSignature } from "@wecom/crypto";
import { expect, it } from "vitest";
import { checkSettings } from "../check-settings.ts";
import { clickIds } from "../click-ids.ts";
import type { ConnectorKind, RawDelivery } from "../connector.ts";
import { connectorKinds, presentConnector } from "../registry.ts";
import { exhibition } from "./exhibition.ts";
import { mapped } from "./mapped.ts";
import { pickups } from "./pickups.ts";
import { shopify } from "./shopify.ts";
import { wecom } from "./wecom.ts";

function delivery(body: string, facts: Partial<RawDelivery> = {}): RawDelivery {
  const receivedAt = new Date("2025-11-25T10:00:00Z");
  return { method: "POST", query: {}, headers: {}, body: Buffer.from(body), receivedAt, ...facts };
}

async function read(kind: ConnectorKind, raw: RawDelivery, given: SettingValues) {
  const reading = await kind.read?.(raw, checkSettings(kind, given));
  if (!reading) throw new Error("reads nothing");
  return reading;
}

it("every kind can be shown, has its own name, and says how it is set up", () => {
  const shown = connectorKinds.map((kind) => connectorSchema.parse(presentConnector(kind)));
  expect(new Set(shown.map(({ name }) => name)).size).toBe(connectorKinds.length);
  for (const { steps, way, name } of shown) {
    expect(steps.length, name).toBeGreaterThan(0);
    const told = steps.map(({ zh, en }) => `${zh} ${en}`).join(" ");
    expect(told.includes("{{url}}"), name).toBe(way === "webhook");
  }
});

const sampled = connectorKinds.filter(({ sample }) => sample !== undefined);

it.each(sampled)("$name reads the sample that it offers into one event", async (kind) => {
  const given =
    kind.name === "exhibition" ? { exhibition: "CIIF", landing: "https://x.example/" } : {};
  const reading = await read(kind, delivery(kind.sample ?? ""), given);
  expect([reading.events.length, reading.failures]).toEqual([1, []]);
});

const order = {
  ...{ id: 820_982_911, name: "#1001", email: "li@ruifeng.example", total_price: "199.00" },
  ...{ currency: "CNY", created_at: "2025-11-25T18:00:00+08:00" },
  landing_site: "/products/g6?utm_source=google&gclid=Cj0KCQ-ab_C",
  customer: {
    ...{ id: 115_310_627, first_name: "Qiang", last_name: "Li", phone: "+8613800138000" },
    multipass_identifier: "portal-7",
  },
  line_items: [{ title: "Nozzle", sku: "N-1", quantity: 3 }],
};

it("shopify proves the raw body under either secret, and reads an order with the click that led to it", async () => {
  const settings = { secret: "new secret", previousSecret: "old secret" };
  const body = JSON.stringify(order);
  const sign = (secret: string, text = body) => ({
    "x-shopify-hmac-sha256": createHmac("sha256", secret).update(text).digest("base64"),
    ...{ "x-shopify-topic": "orders/create", "x-shopify-webhook-id": "b54557e4" },
  });
  const verdict = (headers: Record<string, string>) =>
    shopify.verify(delivery(body, { headers }), settings).kind;
  expect(["new secret", "old secret", "another"].map((secret) => verdict(sign(secret)))).toEqual([
    ...["accepted", "accepted", "refused"],
  ]);
  expect(verdict(sign("new secret", `${body}\n`))).toBe("refused");
  const { events } = await read(shopify, delivery(body, { headers: sign("new secret") }), settings);
  expect(events).toMatchObject([
    {
      ...{ messageId: "shopify-b54557e4", event: "Order Completed", userId: "portal-7" },
      properties: { order_id: "#1001", total: 199, products: [{ sku: "N-1", quantity: 3 }] },
      context: {
        externalIds: [
          { type: "order_id", id: "#1001" },
          { type: "shopify_customer", id: "115310627" },
          { type: "gclid", id: "Cj0KCQ-ab_C" },
        ],
        traits: { email: "li@ruifeng.example", phone: "+8613800138000", name: "Qiang Li" },
      },
    },
  ]);
});

it("clickIds() reads the clicks of an address and nothing else", () => {
  const ids = clickIds(
    "https://x.example/a?bd_vid=B1&ttclid=T%2B1&utm_source=baidu&fbclid=#gclid=no",
  );
  expect(ids.map(({ type, id }) => [type, id])).toEqual([
    ["ttclid", "T+1"],
    ["bd_vid", "B1"],
  ]);
  expect(clickIds("/page")).toEqual([]);
});

const aesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

it("wecom answers the check with its decrypted echo, and knows the stand by the State of the code", async () => {
  const settings = { corpId: "ww1", token: "t", aesKey, states: "expo-h4 = 工博会 / H4-B12" };
  const signed = (text: string) => ({
    ...{ timestamp: "1", nonce: "2", msg_signature: getSignature("t", "1", "2", text) },
  });
  const echostr = encrypt(aesKey, "1616140317555161061", "ww1");
  const check = delivery("", { method: "GET", query: { ...signed(echostr), echostr } });
  expect(wecom.verify(check, settings)).toMatchObject({
    ...{ kind: "answered", reply: { body: "1616140317555161061" } },
  });
  const added = encrypt(
    aesKey,
    "<xml><ToUserName>ww1</ToUserName><CreateTime>1764064800</CreateTime><MsgType>event</MsgType>" +
      "<Event>change_external_contact</Event><ChangeType>add_external_contact</ChangeType>" +
      "<UserID>zhang</UserID><ExternalUserID>wm-1</ExternalUserID><State>expo-h4</State></xml>",
    "ww1",
  );
  const raw = delivery(`<xml><Encrypt>${added}</Encrypt></xml>`, { query: signed(added) });
  expect(wecom.verify(raw, settings).kind).toBe("accepted");
  expect(wecom.verify({ ...raw, query: signed(echostr) }, settings).kind).toBe("refused");
  expect((await read(wecom, raw, settings)).events).toMatchObject([
    { event: "WeCom Contact Added", properties: { colleague: "zhang", state: "expo-h4" } },
    { event: "Badge Scanned", properties: { exhibition: "工博会", stand: "H4-B12" } },
  ]);
});

it("exhibition leads a scan to the page of the settings, whatever the code says, with its number", async () => {
  const settings = checkSettings(exhibition, {
    ...{ exhibition: "工博会", landing: "https://www.qiheng.example/expo?lang=zh" },
  });
  const scan = delivery("", {
    method: "GET",
    query: { stand: "H4", landing: "https://evil.example" },
  });
  const verdict = exhibition.verify(scan, settings);
  if (verdict.kind !== "accepted" || !("location" in verdict.reply)) throw new Error("not led");
  const to = new URL(String(verdict.reply.location));
  expect([to.host, to.searchParams.get("lang")]).toEqual(["www.qiheng.example", "zh"]);
  const [event] = (await read(exhibition, { ...scan, headers: verdict.keep ?? {} }, settings))
    .events;
  expect(event).toMatchObject({ event: "Badge Scanned", properties: { stand: "H4" } });
  expect(event?.["context"]).toEqual({ externalIds: clickIds(to.href) });
  expect(() =>
    checkSettings(exhibition, { ...settings, landing: "javascript:alert(1)" }),
  ).toThrow();
});

it("exhibition reads batches of offline devices; the same batch again gives the same ids", async () => {
  const settings = { exhibition: "工博会", landing: "https://www.qiheng.example" };
  const batch = delivery(
    JSON.stringify({
      records: [
        { badge: "B7", time: 1_764_064_800, name: "李强", phone: "13800138000", stand: "H4" },
        { badge: "B7", time: 1_764_064_900, product: "G6", seconds: 240 },
        { badge: "B8", time: "?" },
      ],
    }),
  );
  const first = await read(exhibition, batch, settings);
  expect(first).toEqual(await read(exhibition, batch, settings));
  expect(first.events).toMatchObject([
    { event: "Badge Scanned", context: { traits: { name: "李强", phone: "13800138000" } } },
    { event: "AR Demo Watched", properties: { product: "G6", seconds: 240 } },
  ]);
  expect(first.failures).toMatchObject([{ reason: { en: "The scan has no readable time" } }]);
});

it("pickups reads a warehouse's file", async () => {
  const file =
    "提货单号,订单号,提货时间,仓库,姓名,电话\nPK1,SO9,2025-11-25 18:00,苏州,李强,13800138000\nPK2,SO9,2025-11-25 18:05,苏州,,\n";
  expect((await read(pickups, delivery(file), {})).events).toMatchObject([
    {
      ...{ messageId: "pickup-PK1", timestamp: "2025-11-25T10:00:00.000Z" },
      context: {
        // The order is the buyer's, who need not have come.
        externalIds: [
          { id: "PK1", collection: "users" },
          { id: "SO9", collection: "accounts" },
        ],
        traits: { name: "李强", phone: "13800138000" },
      },
    },
    { context: { externalIds: [{ id: "PK2" }, { id: "SO9", collection: "users" }], traits: {} } },
  ]);
});

it("mapped recognises fields by their names, or follows the map that was chosen", async () => {
  const body = JSON.stringify({
    ...{ event: "im_receive_msg", from_user_id: "open-1", createdAt: 1_764_064_800_000 },
    ...{ content: { conversationId: "c-1", text: "报价？" } },
  });
  expect((await read(mapped, delivery(body), {})).events).toMatchObject([
    {
      ...{ event: "im_receive_msg", timestamp: "2025-11-25T10:00:00.000Z" },
      properties: { content_text: "报价？" },
      context: {
        externalIds: [
          { type: "social_id", id: "open-1" },
          { type: "dm_session", id: "c-1" },
        ],
      },
    },
  ]);
  const map = JSON.stringify({ from_user_id: "user_id", "content.text": "property" });
  const chosen = { map, eventName: "Direct Message Received", rest: "no" };
  expect((await read(mapped, delivery(body), chosen)).events).toMatchObject([
    {
      ...{ event: "Direct Message Received", userId: "open-1" },
      properties: { content_text: "报价？" },
      context: { externalIds: [], traits: {} },
    },
  ]);
  expect(() => checkSettings(mapped, { map: '{"a":"nothing that is known"}' })).toThrow();
});
