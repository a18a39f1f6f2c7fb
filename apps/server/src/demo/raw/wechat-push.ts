import { randomBytes } from "node:crypto";
import type { EventItem } from "@causeway/engine-simulation";
import { callbackSignature, type RawDelivery, sealMessage } from "@causeway/module-touchpoints";
import {
  externalIdOf,
  hourMs,
  propertyOf,
  type RawFormat,
  type RawSettings,
  secondsOf,
} from "./raw-format.ts";

const account = "gh_5d1f0a9c27e4";
const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** 43 characters that are 32 bytes: the last one holds four bits only. */
function newAesKey(): string {
  const text = Array.from(randomBytes(42), (byte) => letters[byte % letters.length]).join("");
  return `${text}A`;
}

/** Event pushes of a WeChat official account: XML, encrypted, one a request. */
export const wechatPush = {
  connector: "wechat-official",
  settings: () => ({
    appId: "wx7c0d3b58a1e9f264",
    token: randomBytes(12).toString("hex"),
    aesKey: newAesKey(),
  }),
  // A number is bound on the account's own page, which speaks the ingestion API.
  reports: ({ event }) => event.type === "track",
  write: (items, settings) =>
    items.map((item) => pushed(xmlOf(item), secondsOf(item.atMs), settings)),
  // Cut short on its way: WeChat repeats a push only when nobody answers.
  broken: (at, settings) => {
    const seconds = secondsOf(at.getTime() - 26 * hourMs);
    return [pushed("<xml><ToUserName><![CDATA[gh_5d1f", seconds, settings)];
  },
} satisfies RawFormat;

function xmlOf(item: EventItem): string {
  const key = propertyOf(item, "eventKey");
  const isNew = item.event.event === "WeChat Subscribed";
  const unionId = externalIdOf(item, "unionid");
  const fields: readonly (readonly [name: string, value: string])[] = [
    ["ToUserName", account],
    ["FromUserName", externalIdOf(item, "wechat_openid") ?? ""],
    ["MsgType", "event"],
    ["Event", isNew ? "subscribe" : "CLICK"],
    ["EventKey", key],
    ...(unionId === undefined ? [] : [["UnionId", unionId] as const]),
  ];
  const lines = fields.map(([name, value]) => `<${name}><![CDATA[${value}]]></${name}>`);
  return `<xml>${lines.join("")}<CreateTime>${secondsOf(item.atMs)}</CreateTime></xml>`;
}

function pushed(message: string, seconds: number, settings: RawSettings): RawDelivery {
  const { token = "", aesKey = "", appId = "" } = settings;
  const sealed = sealMessage(aesKey, { message, receiver: appId }, randomBytes(16));
  const [timestamp, nonce] = [String(seconds), randomBytes(5).toString("hex")];
  return {
    method: "POST",
    query: {
      ...{ timestamp, nonce, encrypt_type: "aes" },
      msg_signature: callbackSignature([token, timestamp, nonce, sealed]),
    },
    headers: { "content-type": "text/xml" },
    body: Buffer.from(
      `<xml><ToUserName><![CDATA[${account}]]></ToUserName><Encrypt><![CDATA[${sealed}]]></Encrypt></xml>`,
    ),
    receivedAt: new Date(seconds * 1000),
  };
}
