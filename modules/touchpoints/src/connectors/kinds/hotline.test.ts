import { expect, it } from "vitest";
import { checkSettings } from "../check-settings.ts";
import type { RawDelivery } from "../connector.ts";
import { hotline } from "./hotline.ts";

function read(
  vendor: string,
  body: unknown,
  settings: Record<string, string> = {},
  type = "application/json",
) {
  const delivery: RawDelivery = {
    ...{ method: "POST", query: {}, receivedAt: new Date() },
    headers: { "content-type": type },
    body: Buffer.isBuffer(body)
      ? body
      : Buffer.from(typeof body === "string" ? body : JSON.stringify(body)),
  };
  const reading = hotline.read(delivery, checkSettings(hotline, { vendor, ...settings }));
  return reading;
}

it("hotline reads a call record of Tencent Cloud Contact Center (seconds)", () => {
  const { events } = read("tencent", {
    ...{
      SdkAppId: 1400264214,
      SessionId: "9c3a-11",
      Caller: "008613800138000",
      Callee: "4008001234",
    },
    ...{ Direction: 0, CallType: 1, Duration: 96, SeatUser: { UserId: "agent-7", Name: "李强" } },
    ...{ CallerLocation: "上海市", IVRDuration: 12, RingTimestamp: 1_764_064_800 },
    ...{ AcceptTimestamp: 1_764_064_808, EndedTimestamp: 1_764_064_904 },
  });
  expect(events).toMatchObject([
    {
      messageId: "call-9c3a-11",
      event: "Call Ended",
      timestamp: "2025-11-25T10:00:00.000Z",
      properties: {
        ...{ direction: "in", numberKind: "direct", talkSeconds: 96, waitSeconds: 12 },
        ...{ agent: "agent-7", region: "上海市" },
      },
      context: { traits: { phone: "008613800138000" } },
    },
  ]);
});

it("hotline reads Volcengine's milliseconds, and takes the number behind a privacy number or none", () => {
  const call = {
    ...{ callId: "v-1", callType: "in", caller: "95013112345678", callee: "4008001234" },
    ...{
      phoneNoX: "95013112345678",
      beginCallTime: 1_764_064_800_000,
      callDuration: 31,
      digits: ["1", "3"],
    },
  };
  const [hidden] = read("volcengine", call).events;
  expect(hidden).toMatchObject({
    timestamp: "2025-11-25T10:00:00.000Z",
    properties: { numberKind: "virtual", talkSeconds: 31, keys: "1,3" },
    context: {},
  });
  expect(JSON.stringify(hidden?.["context"])).not.toContain("95013");
  const [known] = read("volcengine", { ...call, phoneNoA: "13800138000" }).events;
  expect(known).toMatchObject({ context: { traits: { phone: "13800138000" } } });
});

it("hotline reads Tinet's calls of agents and Yeastar's local times", () => {
  const tinet = {
    ...{ cdr_unique_id: "t-1", cdr_type: "ob_agent", cdr_customer_number: "13900139000" },
    ...{ cdr_start_time: "1764064800", cdr_end_time: "1764064820", cdr_status: "33" },
  };
  expect(read("tinet", tinet).events).toMatchObject([
    { event: "Call Unanswered", properties: { direction: "out", talkSeconds: 0 } },
  ]);
  const yeastar = {
    ...{ type: "Inbound", callid: "1764064800.1", timestart: "2025-11-25 18:00:00" },
    ...{ callfrom: "13700137000", callto: "6501", talkduraction: "0", status: "NO ANSWER" },
  };
  expect(read("yeastar", yeastar).events).toMatchObject([
    { event: "Call Missed", timestamp: "2025-11-25T10:00:00.000Z" },
  ]);
});

it("hotline reads a file of GB 18030 with Chinese heads, and sets lines aside that say too little", () => {
  const gb18030 = Buffer.concat([
    // 通话编号,主叫号码,被叫号码,呼叫类型,开始时间,通话时长
    Buffer.from(
      "cda8bbb0b1e0bac52cd6f7bdd0bac5c2eb2cb1bbbdd0bac5c2eb2cbaf4bdd0c0e0d0cd2cbfaacabccab1bce42ccda8bbb0cab1b3a40a",
      "hex",
    ),
    Buffer.from("A1,13800138000,4008001234,", "latin1"),
    Buffer.from("baf4c8eb", "hex"),
    Buffer.from(",2025/11/25 18:00,00:01:31\nA2,13800138001,4008001234,,,\n", "latin1"),
  ]);
  const { events, failures } = read("generic", gb18030, {}, "text/csv");
  expect(events).toMatchObject([
    {
      messageId: "call-A1",
      timestamp: "2025-11-25T10:00:00.000Z",
      properties: { talkSeconds: 91 },
    },
  ]);
  expect(failures).toMatchObject([{ reason: { en: "The call has no readable time" } }]);
});

it("hotline never takes its own numbers for a customer, and follows a field map of one's own", () => {
  const record = { nr: "7", who: "400-800-1234", when: "2025-11-25T10:00:00Z" };
  const settings = { fieldMap: "id = nr\ncaller = who\nstart = when" };
  expect(read("generic", record, settings).events).toMatchObject([
    { properties: { numberKind: "own" }, context: {} },
  ]);
  expect(() => checkSettings(hotline, { fieldMap: "colour = red" })).toThrow(/not complete/);
});
