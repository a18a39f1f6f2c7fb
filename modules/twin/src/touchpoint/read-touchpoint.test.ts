import type { EventId, SourceId } from "@causeway/kernel";
import type { StoredEvent } from "@causeway/module-touchpoints";
import { expect, it } from "vitest";
import { detailOf, titleOf } from "./describe-touchpoint.ts";
import { readPageStay, readTouchpoint } from "./read-touchpoint.ts";

function event(
  type: StoredEvent["type"],
  name: string | null,
  properties: object,
  page: object = {},
): StoredEvent {
  return {
    id: "1" as EventId,
    sourceId: "s" as SourceId,
    sourceKind: "web",
    type,
    name,
    userId: null,
    anonymousId: "a",
    occurredAt: new Date(0),
    receivedAt: new Date(0),
    payload: { type, event: name, properties, context: { page } },
  };
}

function words(what: StoredEvent): readonly unknown[] {
  const touchpoint = readTouchpoint(what);
  if (touchpoint === null) return [];
  const described = { ...touchpoint, type: what.type };
  const { kind, tier, isKey } = touchpoint;
  return [kind, tier, isKey, titleOf(described, "zh"), titleOf(described, "en")];
}

it("readTouchpoint() makes a key moment of a view of the pricing page, in either language", () => {
  const pricing = event("page", "Pricing", {}, { path: "/pricing", title: "价格与方案" });
  expect(words(pricing)).toEqual(["web", "L1", true, "打开 价格与方案", "Opened 价格与方案"]);
  expect(readTouchpoint(event("page", null, { path: "/a", title: "报价" }))?.topic).toBe("pricing");
  expect(readTouchpoint(event("page", null, { path: "/" }))).toMatchObject({
    tier: "L3",
    topic: null,
  });
});

it("readTouchpoint() knows an event's name in any case, and takes its lane from it", () => {
  for (const name of ["Email Replied", "email_replied", "emailReplied", "email-replied"]) {
    const reply = event("track", name, { subject: "方案" });
    expect(words(reply)).toEqual(["email", "L1", true, "回复邮件 方案", "Replied to 方案"]);
  }
  const own = event("track", "Nozzle Configured", { name: "N3" });
  expect(words(own)).toEqual(["web", "L2", false, "Nozzle Configured N3", "Nozzle Configured N3"]);
});

it("readTouchpoint() reads how long something lasted, in milliseconds and within a day", () => {
  const call = event("track", "Call Ended", { talkSeconds: 95, direction: "in" });
  const touchpoint = readTouchpoint(call);
  expect(touchpoint?.durationMs).toBe(95_000);
  expect(touchpoint && detailOf({ ...touchpoint, type: "track" }, "zh")).toBe("呼入");
  const broken = event("track", "Call Ended", { talkSeconds: -5 });
  expect(readTouchpoint(broken)?.durationMs).toBeNull();
  expect(readTouchpoint(event("track", "X", { dwellMs: 1e300 }))?.durationMs).toBe(86_400_000);
});

it("readPageStay() reads how long a page was looked at; leaving is no touchpoint of its own", () => {
  const left = event("track", "Page Left", { path: "/pricing", dwellMs: 4_200 });
  expect(readPageStay(left)).toEqual({ path: "/pricing", dwellMs: 4_200 });
  expect(readTouchpoint(left)).toBeNull();
  expect(readPageStay(event("track", "Page Left", { path: "/pricing" }))).toBeNull();
});

it("readTouchpoint() knows a name with a hump inside a word", () => {
  const menu = event("track", "WeChat Menu Viewed", { eventKey: "news" });
  expect(words(menu)).toEqual([
    "wechat",
    "L3",
    false,
    "点击公众号菜单 news",
    "Opened the WeChat menu news",
  ]);
});

it("readTouchpoint() leaves out events that only say who someone is", () => {
  for (const type of ["identify", "group", "alias"] as const) {
    expect(readTouchpoint(event(type, null, {}))).toBeNull();
  }
});
