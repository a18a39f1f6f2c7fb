import fc from "fast-check";
import { expect, it } from "vitest";
import { limits } from "../limits.ts";
import { parseEvent, type Reception } from "./parse-event.ts";

const reception: Reception = {
  receivedAt: new Date("2026-11-22T10:00:00Z"),
  sentAt: null,
  type: null,
  context: {},
  ip: null,
  history: false,
};
const track = { type: "track", event: "Signed Up", userId: "u1", messageId: "m1" };

function accepted(item: unknown, more: Partial<Reception> = {}) {
  const verdict = parseEvent(item, { ...reception, ...more });
  if (!verdict.ok) throw new Error(verdict.reason.en);
  return verdict.event;
}

function readPayload(payload: string | Buffer): unknown {
  return JSON.parse(payload.toString());
}

function sentAs(bytes: Buffer): Partial<Reception> {
  return { sent: { text: bytes.toString(), bytes }, type: "track" };
}

function reason(item: unknown): string {
  const verdict = parseEvent(item, reception);
  return verdict.ok ? "accepted" : verdict.reason.en;
}

it("parseEvent() merges the batch's context under the event's own, and keeps no write key", () => {
  const event = accepted(
    { ...track, writeKey: "secret", context: { locale: "zh-CN" } },
    { context: { locale: "en", library: { name: "x" } }, ip: "10.0.0.1" },
  );
  expect(readPayload(event.payload)).toEqual({
    ...track,
    context: { locale: "zh-CN", library: { name: "x" }, ip: "10.0.0.1" },
  });
});

it("parseEvent() names what is missing or too long", () => {
  expect(reason({ ...track, event: " " })).toMatch(/needs `event`/);
  expect(reason({ type: "group", userId: "u1" })).toMatch(/groupId/);
  expect(reason({ type: "alias", userId: "u1" })).toMatch(/previousId/);
  expect(reason({ type: "page" })).toMatch(/userId/);
  expect(reason({ ...track, type: "purchase" })).toMatch(/Unknown type/);
  expect(reason({ ...track, messageId: "m".repeat(101) })).toMatch(/messageId/);
  expect(reason("text")).toMatch(/not an object/);
  expect(reason({ type: "page", context: { externalIds: [{ id: "1", type: "erp" }] } })).toBe(
    "accepted",
  );
});

it("parseEvent() refuses an event over 32 KB, counted in bytes", () => {
  const text = "好".repeat(limits.eventBytes / 3);
  expect(reason({ ...track, properties: { text } })).toMatch(/larger than 32 KB/);
});

it("parseEvent() gives an event without messageId the same id when it is sent again", () => {
  const item = { type: "track", event: "Paid", userId: "u1", timestamp: "2026-11-01T00:00:00Z" };
  expect(accepted(item).messageId).toBe(accepted({ ...item }).messageId);
  const { timestamp: _none, ...undated } = item;
  expect(accepted(undated).messageId).not.toBe(accepted(undated).messageId);
});

it("parseEvent() lets a source of history state when an event became known, never later than now", () => {
  const item = { ...track, timestamp: "2026-01-05T08:00:00Z" };
  const history = { history: true };
  expect(accepted(item, history).receivedAt).toEqual(new Date("2026-01-05T08:00:00Z"));
  const told = { ...item, receivedAt: "2026-01-06T08:00:00Z", sentAt: "2026-11-22T09:00:00Z" };
  expect(accepted(told, history).receivedAt).toEqual(new Date("2026-01-06T08:00:00Z"));
  expect(accepted(told, history).occurredAt).toEqual(new Date("2026-01-05T08:00:00Z"));
  expect(accepted(told).receivedAt).toEqual(reception.receivedAt);
  const later = { ...item, receivedAt: "2031-01-01T00:00:00Z" };
  expect(accepted(later, history).receivedAt).toEqual(reception.receivedAt);
});

it("parseEvent() answers any value, and what it accepts is text that PostgreSQL stores", () => {
  const broken = fc.constantFrom("\0", "\ud800", "a\0b\udc00", "\\u0000");
  const key = fc.oneof(fc.string(), broken);
  const value = fc.oneof(fc.jsonValue({ maxDepth: 4 }), broken, fc.dictionary(key, broken));
  const item = fc.oneof(
    value,
    fc.record(
      {
        type: fc.constantFrom("track", "page", "identify", "x"),
        event: value,
        userId: value,
        anonymousId: value,
        messageId: value,
        timestamp: value,
        context: value,
        properties: value,
      },
      { requiredKeys: ["type"] },
    ),
  );
  fc.assert(
    fc.property(item, (any) => {
      const verdict = parseEvent(any, reception);
      const payload = (verdict.ok ? verdict.event.payload : verdict.payload).toString();
      JSON.parse(payload);
      // An escaped backslash may stand before "u0000" in honest text.
      const escapes = payload.replaceAll("\\\\", "");
      expect(escapes).not.toMatch(/\\u0000|\\ud[89a-f]/i);
      if (verdict.ok) {
        expect(`${verdict.event.messageId}${verdict.event.userId}`).not.toContain("\0");
      }
    }),
  );
});

it("parseEvent() refuses deep nesting instead of running out of stack", () => {
  const deep = JSON.parse("[".repeat(10_000) + "]".repeat(10_000)) as unknown;
  expect(reason({ ...track, properties: { deep } })).toMatch(/nests deeper/);
});

it("parseEvent() logs an event of a request of its own as it was sent, where that says the same", () => {
  const context = { userAgent: "Mobile/15E148", ip: "1.1.1.1" };
  const item = { ...track, context, properties: { price: 12.5, tags: ["a"] } };
  const sent = (text: string) =>
    accepted(JSON.parse(text), sentAs(Buffer.from(text))).payload.toString();
  const spaced = JSON.stringify(item, null, 1);
  expect(sent(spaced)).toBe(spaced);
  const made = (text: string) => {
    const payload = sent(text);
    expect(payload).not.toBe(text);
    return JSON.parse(payload) as Record<string, unknown>;
  };
  const plain = JSON.stringify(item);
  expect(made(plain.replace("12.5", "1e400"))["properties"]).toMatchObject({ price: null });
  expect(made(plain.replace("12.5", " -1.5E-3"))["properties"]).toMatchObject({ price: -0.0015 });
  expect(made(plain.replace("12.5", "1".repeat(60)))["properties"]).toMatchObject({
    price: 1.1111111111111112e59,
  });
  expect(made(plain.replace("12.5", '"\\u0000"'))["properties"]).toMatchObject({ price: "" });
  expect(made(plain.replace("12.5", '"\\ud800"'))["properties"]).toMatchObject({ price: "�" });
  expect(made(plain.replace("{", '{"writeKey":"secret",'))).not.toHaveProperty("writeKey");
  expect(made(plain.replace('"type":"track"', '"type":"page"'))).toMatchObject({ type: "track" });
  // Bytes that are no UTF-8: the log takes what they were read as.
  const broken = Buffer.from(plain.replace("12.5", '"§"'), "latin1");
  const event = accepted(JSON.parse(broken.toString()), sentAs(broken));
  expect(readPayload(event.payload)).toMatchObject({ properties: { price: "�" } });
  expect(event.payload).not.toBe(broken);
});

it("parseEvent() gives the log the same of an event however it came", () => {
  const value = fc.jsonValue({ maxDepth: 5 });
  fc.assert(
    fc.property(fc.record({ properties: value, context: fc.oneof(value, fc.object()) }), (some) => {
      const text = JSON.stringify({ ...track, ...some });
      const item = JSON.parse(text) as unknown;
      const [alone, among] = [accepted(item, sentAs(Buffer.from(text))), accepted(item)];
      expect({ ...alone, payload: readPayload(alone.payload) }).toEqual({
        ...among,
        payload: readPayload(among.payload),
      });
    }),
  );
});
