import type { SettingValues } from "@causeway/platform-contract";
import { reachField } from "../../network/reach-field.ts";
import { type JsonObject, objectAt, textAt } from "../../wire/json-object.ts";
import type { ConnectorKind, RawDelivery, Reading, Verification } from "../connector.ts";
import { externalIds } from "../external-ids.ts";
import { rarely, secretField, textField } from "../setting-field.ts";
import { isSigned, messageOf, plainAnswer, refusedSignature } from "../tencent/callback.ts";
import { isAesKey } from "../tencent/callback-crypto.ts";
import { fetchFollowers, readFollowers } from "../tencent/fetch-followers.ts";
import { checkWechatApi, wechatApiField } from "../tencent/wechat-api.ts";

/**
 * Events and messages that a WeChat official account pushes, in XML or JSON, plain or encrypted.
 * https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Receiving_event_pushes.html
 */
export const wechatOfficial = {
  name: "wechat-official",
  kind: "wechat",
  label: { zh: "微信公众号", en: "WeChat official account" },
  summary: {
    zh: "关注、扫码、菜单和消息；支持明文与安全模式",
    en: "Follows, scans, menus and messages; plain or encrypted",
  },
  identifiers: ["wechat_openid", "unionid"],
  way: "webhook",
  fields: [
    textField("appId", "AppID", "AppID", {
      required: true,
      hint: {
        zh: "公众平台 → 设置与开发 → 基本配置",
        en: "Official account console → Basic configuration",
      },
    }),
    secretField("token", "令牌 Token", "Token", {
      required: true,
      hint: { zh: "3–32 位字母或数字，自己定", en: "3–32 letters or digits of your choice" },
    }),
    secretField("aesKey", "消息加解密密钥", "EncodingAESKey", {
      hint: {
        zh: "43 位。填写后只接受安全模式的消息",
        en: "43 characters. With it only encrypted messages are accepted",
      },
    }),
    rarely(
      secretField("previousAesKey", "上一个密钥", "Previous key", {
        hint: {
          zh: "更换密钥期间仍能读取旧消息",
          en: "Messages under the old key stay readable while you change it",
        },
      }),
    ),
    secretField("appSecret", "AppSecret", "AppSecret", {
      hint: {
        zh: "填写后为关注者读取 UnionID，用于与小程序、企业微信合并；需绑定开放平台并加 IP 白名单",
        en: "With it the UnionIDs of followers are fetched, which tie them to mini programs and WeCom; needs the open platform and this server in the list of allowed addresses",
      },
    }),
    rarely(wechatApiField),
    rarely(reachField),
  ],
  steps: [
    {
      zh: "在公众平台打开“设置与开发 → 基本配置 → 服务器配置”。",
      en: "In the official account console open Basic configuration → Server configuration.",
    },
    { zh: "URL 填写：{{url}}", en: "URL: {{url}}" },
    {
      zh: "Token 和 EncodingAESKey 与这里填写的一致；建议选择安全模式。",
      en: "Use the same Token and EncodingAESKey as here; encrypted mode is the safe choice.",
    },
    {
      zh: "提交后微信会验证地址，然后启用；用手机关注一次即可看到第一个事件。",
      en: "Submit: WeChat checks the address. Enable it and follow the account with a phone to see the first event.",
    },
  ],
  check: (settings) => [
    ...["aesKey", "previousAesKey"]
      .filter((name) => (settings[name] ?? "") !== "" && !isAesKey(settings[name] ?? ""))
      .map((field) => ({
        field,
        label: { zh: "应为 43 位字母和数字", en: "must have 43 letters and digits" },
      })),
    ...checkWechatApi(settings),
  ],
  verify,
  fetch: fetchFollowers,
  read,
} satisfies ConnectorKind;

function secretsOf(settings: SettingValues) {
  const { token = "", aesKey = "", previousAesKey = "", appId = "" } = settings;
  return { token, receiver: appId, aesKeys: [aesKey, previousAesKey].filter((key) => key !== "") };
}

function verify(delivery: RawDelivery, settings: SettingValues): Verification {
  const secrets = secretsOf(settings);
  if (delivery.method === "GET") {
    if (!isSigned(delivery, secrets, "query")) return refusedSignature;
    return plainAnswer("answered", delivery.query["echostr"] ?? "");
  }
  // The plain signature does not cover the body: who has a key set wants it covered.
  const isEncrypted = delivery.query["encrypt_type"] === "aes";
  if (secrets.aesKeys.length > 0 && !isEncrypted) {
    return {
      kind: "refused",
      reason: {
        zh: "已设置密钥，但消息没有加密",
        en: "The message is not encrypted, but a key is set",
      },
    };
  }
  if (!isSigned(delivery, secrets, isEncrypted ? "body" : "query")) return refusedSignature;
  return plainAnswer("accepted", "success");
}

function read(delivery: RawDelivery, settings: SettingValues): Reading {
  if (delivery.method === "FOLLOWERS")
    return { events: readFollowers(delivery.body), failures: [] };
  const message = messageOf(delivery, secretsOf(settings));
  const openId = message === null ? null : textAt(message, "FromUserName");
  const seconds = message === null ? Number.NaN : Number(textAt(message, "CreateTime"));
  if (message === null || openId === null || !Number.isFinite(seconds)) {
    return {
      events: [],
      failures: [
        {
          reason: { zh: "不是公众号的消息", en: "This is no message of an official account" },
          item: null,
        },
      ],
    };
  }
  const unionId = textAt(message, "UnionId") ?? textAt(message, "unionid");
  const event = {
    type: "track",
    messageId: messageIdOf(message, openId, seconds),
    timestamp: new Date(seconds * 1000).toISOString(),
    anonymousId: openId,
    ...meaningOf(message),
    context: { externalIds: externalIds({ wechat_openid: openId, unionid: unionId }) },
  };
  return { events: [event], failures: [] };
}

/** WeChat repeats what it got no answer for: messages have an id, events are told apart by sender and second. */
function messageIdOf(message: JsonObject, openId: string, seconds: number): string {
  const id = textAt(message, "MsgId") ?? textAt(message, "MsgID");
  return id === null
    ? `event-${openId}-${seconds}-${(textAt(message, "Event") ?? "").slice(0, 30)}`
    : `message-${id}`;
}

const longestText = 500;

/** Name and properties of the event, in the words of the time line. */
function meaningOf(message: JsonObject): {
  readonly event: string;
  readonly properties: JsonObject;
} {
  const type = (textAt(message, "MsgType") ?? "").toLowerCase();
  if (type !== "event") {
    const text = textAt(message, "Content") ?? textAt(message, "Recognition");
    return {
      event: "WeChat Message Received",
      properties: { messageType: type, ...(text !== null && { text: text.slice(0, longestText) }) },
    };
  }
  const name = textAt(message, "Event") ?? "";
  const key = textAt(message, "EventKey") ?? "";
  const meaning = meanings[name.toLowerCase()];
  if (meaning) return { event: meaning.event, properties: meaning.properties(key, message) };
  return { event: "WeChat Event", properties: { name, eventKey: key } };
}

interface Meaning {
  readonly event: string;
  readonly properties: (key: string, message: JsonObject) => JsonObject;
}

const menu: Meaning = {
  event: "WeChat Menu Viewed",
  properties: (key, message) => ({ eventKey: key, menuId: textAt(message, "MenuId") ?? "" }),
};

const meanings: Readonly<Record<string, Meaning>> = {
  subscribe: {
    event: "WeChat Subscribed",
    properties: (key) => ({ eventKey: key, scene: key.replace(/^qrscene_/, "") }),
  },
  unsubscribe: { event: "WeChat Unsubscribed", properties: () => ({}) },
  scan: { event: "WeChat QR Scanned", properties: (key) => ({ eventKey: key, scene: key }) },
  click: menu,
  view: menu,
  view_miniprogram: menu,
  scancode_push: {
    event: "WeChat Menu Viewed",
    properties: (key, message) => ({
      eventKey: key,
      scanned: (textAt(objectAt(message, "ScanCodeInfo"), "ScanResult") ?? "").slice(
        0,
        longestText,
      ),
    }),
  },
  // To a kilometre: where somebody stands is nobody's business.
  location: {
    event: "WeChat Location Reported",
    properties: (_key, message) => ({
      latitude: coarse(textAt(message, "Latitude")),
      longitude: coarse(textAt(message, "Longitude")),
    }),
  },
  templatesendjobfinish: {
    event: "WeChat Template Delivered",
    properties: (_key, message) => ({ status: textAt(message, "Status") ?? "" }),
  },
};

function coarse(degrees: string | null): number | null {
  const value = Number(degrees);
  return degrees === null || !Number.isFinite(value) ? null : Math.round(value * 100) / 100;
}
