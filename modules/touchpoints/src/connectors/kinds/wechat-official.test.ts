import { decrypt, encrypt, getSignature } from "@wecom/crypto";
import { expect, it } from "vitest";
import type { RawDelivery } from "../connector.ts";
import { sealMessage } from "../tencent/callback-crypto.ts";
import { wechatOfficial } from "./wechat-official.ts";

const aesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
const plainSettings = {
  appId: "wx1234567890abcdef",
  token: "causeway",
  aesKey: "",
  previousAesKey: "",
};
const safeSettings = { ...plainSettings, aesKey };

function delivery(body: string, query: Record<string, string>, method = "POST"): RawDelivery {
  return { method, query, headers: {}, body: Buffer.from(body), receivedAt: new Date() };
}

/** As in Tencent's documentation of event pushes. */
const subscribe = `<xml><ToUserName><![CDATA[gh_7f083739789a]]></ToUserName>
<FromUserName><![CDATA[oia2TjjewbmiOUlr6X-1crbLOvLw]]></FromUserName>
<CreateTime>1764064800</CreateTime><MsgType><![CDATA[event]]></MsgType>
<Event><![CDATA[subscribe]]></Event><EventKey><![CDATA[qrscene_expo-2026]]></EventKey>
<Ticket><![CDATA[TICKET]]></Ticket></xml>`;

const signed = { timestamp: "1764064800", nonce: "42" };
const signature = getSignature("causeway", signed.timestamp, signed.nonce, "");

it("wechatOfficial.verify() answers the check of the address with its echo, and only when it is signed", () => {
  const query = { ...signed, signature, echostr: "4711" };
  expect(wechatOfficial.verify(delivery("", query, "GET"), plainSettings)).toMatchObject({
    kind: "answered",
    reply: { body: "4711", contentType: "text/plain; charset=utf-8" },
  });
  const forged = { ...query, signature: signature.replace(/^./, "x") };
  expect(wechatOfficial.verify(delivery("", forged, "GET"), plainSettings).kind).toBe("refused");
});

it("wechatOfficial reads a follow by a QR code, and gives a retry the same id", () => {
  const pushed = delivery(subscribe, { ...signed, signature });
  expect(wechatOfficial.verify(pushed, plainSettings)).toMatchObject({
    kind: "accepted",
    reply: { body: "success" },
  });
  const reading = wechatOfficial.read(pushed, plainSettings);
  expect(reading).toEqual(wechatOfficial.read(delivery(subscribe, {}), plainSettings));
  expect(reading).toEqual({
    failures: [],
    events: [
      {
        type: "track",
        messageId: "event-oia2TjjewbmiOUlr6X-1crbLOvLw-1764064800-subscribe",
        timestamp: "2025-11-25T10:00:00.000Z",
        anonymousId: "oia2TjjewbmiOUlr6X-1crbLOvLw",
        event: "WeChat Subscribed",
        properties: { eventKey: "qrscene_expo-2026", scene: "expo-2026" },
        context: {
          externalIds: [
            {
              id: "oia2TjjewbmiOUlr6X-1crbLOvLw",
              type: "wechat_openid",
              collection: "users",
              encoding: "none",
            },
          ],
        },
      },
    ],
  });
});

it("wechatOfficial reads a message in JSON with the UnionID, known by its MsgId", () => {
  const body = JSON.stringify({
    ...{ ToUserName: "gh_1", FromUserName: "openid-1", CreateTime: 1_764_064_800, MsgId: 9001 },
    ...{ MsgType: "text", Content: "G4 多少钱？", unionid: "union-1" },
  });
  expect(wechatOfficial.read(delivery(body, {}), plainSettings).events[0]).toMatchObject({
    messageId: "message-9001",
    event: "WeChat Message Received",
    properties: { messageType: "text", text: "G4 多少钱？" },
    context: { externalIds: [{ id: "openid-1" }, { id: "union-1", type: "unionid" }] },
  });
});

it("wechatOfficial opens what another implementation sealed, also under the previous key, and the other way round", () => {
  const sealed = encrypt(aesKey, subscribe, plainSettings.appId);
  const query = {
    ...{ ...signed, encrypt_type: "aes" },
    msg_signature: getSignature("causeway", signed.timestamp, signed.nonce, sealed),
  };
  const pushed = delivery(`<xml><Encrypt><![CDATA[${sealed}]]></Encrypt></xml>`, query);
  expect(wechatOfficial.verify(pushed, safeSettings).kind).toBe("accepted");
  expect(wechatOfficial.read(pushed, safeSettings).events[0]).toMatchObject({
    event: "WeChat Subscribed",
  });
  const changedKey = {
    ...plainSettings,
    aesKey: aesKey.replace("abc", "xyz"),
    previousAesKey: aesKey,
  };
  expect(wechatOfficial.read(pushed, changedKey).events).toHaveLength(1);
  const ours = sealMessage(aesKey, { message: "你好", receiver: "wx" }, Buffer.alloc(16, 7));
  expect(decrypt(aesKey, ours)).toMatchObject({ message: "你好", id: "wx" });
});

it("wechatOfficial refuses what is altered, meant for another app, or plain where a key is set", () => {
  const other = encrypt(aesKey, subscribe, "wx-of-somebody-else");
  const query = {
    ...{ ...signed, encrypt_type: "aes" },
    msg_signature: getSignature("causeway", signed.timestamp, signed.nonce, other),
  };
  const body = `<xml><Encrypt>${other}</Encrypt></xml>`;
  expect(wechatOfficial.read(delivery(body, query), safeSettings)).toMatchObject({
    events: [],
    failures: [{ item: null }],
  });
  const altered = delivery(body.replace(other.slice(0, 4), "AAAA"), query);
  expect(wechatOfficial.verify(altered, safeSettings).kind).toBe("refused");
  const plain = delivery(subscribe, { ...signed, signature });
  expect(wechatOfficial.verify(plain, safeSettings).kind).toBe("refused");
});
