import type { EventId, SourceId } from "@causeway/kernel";
import type { StoredEvent } from "@causeway/module-touchpoints";
import { expect, it } from "vitest";
import { defaultRules, ruleBook } from "../rules/identity-rules.ts";
import { readIdentity } from "./read-identity.ts";

function event(payload: Record<string, unknown>): StoredEvent {
  const text = (key: string) => (typeof payload[key] === "string" ? payload[key] : null);
  return {
    id: "1" as EventId,
    sourceId: "s" as SourceId,
    sourceKind: "web",
    type: (text("type") ?? "track") as StoredEvent["type"],
    name: text("event"),
    userId: text("userId"),
    anonymousId: text("anonymousId"),
    occurredAt: new Date(0),
    receivedAt: new Date(0),
    payload,
  };
}
const person = (payload: Record<string, unknown>) =>
  readIdentity(event(payload)).person.map(({ kind, value }) => `${kind}=${value}`);

it("readIdentity() knows one phone in any notation, and one e-mail in any case", () => {
  for (const phone of ["13812345678", "+86 138 1234 5678", "0086-138-1234-5678", "138-1234-5678"]) {
    expect(person({ context: { traits: { phone } } })).toEqual(["phone=+8613812345678"]);
  }
  expect(person({ type: "identify", traits: { email: " Wang.Fang@ACME.cn " } })).toEqual([
    "email=wang.fang@acme.cn",
  ]);
});

it("readIdentity() orders identifiers by how much they are believed", () => {
  const externalIds = [
    { id: "SO1", type: "order_id" },
    { id: "o1", type: "openid" },
    { id: "u1", type: "unionid" },
    { id: "acme", type: "erp", collection: "accounts" },
  ];
  const traits = { email: "a@acme.cn", phone: "13812345678" };
  expect(person({ userId: "7", context: { externalIds, traits } })).toEqual([
    "user_id=7",
    "unionid=u1",
    "email=a@acme.cn",
    "phone=+8613812345678",
    "wechat_openid=o1",
    "external:order_id=SO1",
  ]);
});

it("readIdentity() ignores values that name nobody", () => {
  const values = [
    "anonymous",
    "0000-0000",
    "null",
    "undefined",
    "测试",
    "00000000-0000-0000-0000-000000000000",
    "1111111",
    " ",
  ];
  for (const value of values) {
    const { person: people, device } = readIdentity(
      event({
        userId: value,
        anonymousId: value,
        context: { traits: { email: "noreply@acme.cn", phone: "13888888" } },
      }),
    );
    expect({ value, people, device }).toEqual({ value, people: [], device: null });
  }
});

it("readIdentity() points landlines, domains and groups to the company, never to a person", () => {
  const identity = readIdentity(
    event({
      type: "group",
      groupId: "91310000MA1",
      traits: { name: "启衡智能 (上海) 有限公司", website: "https://www.qiheng.cn/about" },
      context: { traits: { phone: "021-62345678", email: "a@qiheng.cn" } },
    }),
  );
  expect(identity.person).toEqual([{ kind: "email", value: "a@qiheng.cn" }]);
  expect(identity.companies).toEqual([
    { kind: "company_phone", value: "+862162345678" },
    { kind: "company_domain", value: "qiheng.cn" },
    { kind: "group", value: "91310000ma1" },
    { kind: "company_name", value: "启衡智能上海有限公司" },
  ]);
  const free = readIdentity(
    event({ context: { traits: { email: "a@qq.com", phone: "400-800-1234" } } }),
  );
  expect(free.companies).toEqual([]);
});

it("readIdentity() knows a visitor by the advertisement's click that led to the page", () => {
  const context = { page: { search: "?utm_source=baidu&bd_vid=B-1&gclid=Gc_L" } };
  expect(readIdentity(event({ type: "page", context })).person).toEqual([
    { kind: "external:bd_vid", value: "B-1" },
    { kind: "external:gclid", value: "Gc_L" },
  ]);
});

it("readIdentity() takes no number that was lent for a call, and no value that the rules block", () => {
  const virtual = {
    type: "track",
    properties: { numberKind: "virtual" },
    context: { traits: { phone: "13812345678" } },
  };
  expect(person(virtual)).toEqual([]);
  expect(person({ context: { traits: { phone: "17012345678" } } })).toEqual([]);
  const book = ruleBook({ ...defaultRules, blocked: ["*@mailinator.com"] });
  const blocked = readIdentity(event({ context: { traits: { email: "x@mailinator.com" } } }), book);
  expect(blocked.person).toEqual([]);
});

it("readIdentity() takes an American number for a person's and a company's, as nothing tells which it is", () => {
  const read = readIdentity(event({ context: { traits: { phone: "+1 212 555 0123" } } }));
  expect(read.person).toEqual([{ kind: "phone_line", value: "+12125550123" }]);
  expect(read.companies).toEqual([{ kind: "company_phone", value: "+12125550123" }]);
  expect(person({ context: { externalIds: [{ id: "+1 212 555 0123", type: "phone" }] } })).toEqual([
    "phone_line=+12125550123",
  ]);
});

it("readIdentity() takes a mailbox of a role for the company's, also where a system makes an account of it", () => {
  const mailbox = { kind: "role_mailbox", value: "info@acme.cn" };
  const read = readIdentity(
    event({
      userId: "Info@acme.cn",
      context: { traits: { email: "info@acme.cn" }, externalIds: [{ id: "u1", type: "user_id" }] },
    }),
  );
  expect(read.person).toEqual([{ kind: "user_id", value: "u1" }, mailbox]);
  expect(read.companies).toEqual([mailbox, { kind: "company_domain", value: "acme.cn" }]);
  const book = ruleBook({ ...defaultRules, roleMailboxes: [] });
  const asked = event({ context: { traits: { email: "info@acme.cn" } } });
  expect(readIdentity(asked, book).person).toEqual([{ kind: "email", value: "info@acme.cn" }]);
});
