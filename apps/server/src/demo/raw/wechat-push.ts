import { randomBytes } from "node:crypto";
import type { EventItem } from "@causeway/engine-simulation";
import type { RawDelivery } from "@causeway/module-touchpoints";
import {
  externalIdOf,
  hourMs,
  propertyOf,
  type RawFormat,
  type RawSettings,
  secondsOf,
} from "./raw-format.ts";
import { newAesKey, sealedPush, xmlMessage } from "./sealed-push.ts";

const account = "gh_5d1f0a9c27e4";

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
  return xmlMessage(fields, secondsOf(item.atMs));
}

function pushed(message: string, seconds: number, settings: RawSettings): RawDelivery {
  return sealedPush(message, seconds, { account, receiver: settings["appId"] ?? "", settings });
}
