import { createHmac } from "node:crypto";
import type { SettingValues } from "@causeway/platform-contract";
import { reachField } from "../../network/reach-field.ts";
import { asObject, type JsonObject, listAt, objectAt, textAt } from "../../wire/json-object.ts";
import type { ConnectorKind, RawDelivery, Reading, Verification } from "../connector.ts";
import { externalIds } from "../external-ids.ts";
import { contentId } from "../records/content-id.ts";
import { rarely, secretField, textField } from "../setting-field.ts";
import { isSameText } from "../tencent/callback-crypto.ts";
import { askWechat, checkWechatApi, wechatApiField } from "../tencent/wechat-api.ts";

/**
 * Events of a WeChat mini program, sent with `wx.request`. Who somebody is, WeChat says: the program sends the code of
 * `wx.login` once, we exchange it (code2Session) and answer with a session that it sends from then on. An OpenID that the
 * program itself states is not believed, as anybody can read our address in it.
 */
export const wechatMini = {
  name: "wechat-mini",
  kind: "wechat",
  label: { zh: "微信小程序", en: "WeChat mini program" },
  summary: {
    zh: "启动、页面和自定义事件；以 UnionID 识别",
    en: "Launches, pages and events of your own; by UnionID",
  },
  identifiers: ["wechat_openid", "unionid"],
  way: "webhook",
  fields: [
    textField("appId", "AppID", "AppID", { required: true }),
    secretField("appSecret", "AppSecret", "AppSecret", {
      required: true,
      hint: {
        zh: "公众平台 → 开发管理 → 开发设置；用于换取 OpenID 和 UnionID",
        en: "Mini program console → Development settings; exchanges codes for OpenID and UnionID",
      },
    }),
    rarely(wechatApiField),
    rarely(reachField),
  ],
  steps: [
    {
      zh: "把 {{url}} 的域名加入小程序的 request 合法域名。",
      en: "Add the host of {{url}} to the mini program's request domains.",
    },
    {
      zh: "启动时用 wx.login 的 code 请求一次，保存返回的 session；之后发送 { session, events: [{ event, path, time, properties }] }。代码见文档“接入触点来源”。",
      en: "At launch send the code of wx.login and keep the session of the answer; then send { session, events: [{ event, path, time, properties }] }. The code is in the guide “Connect a source”.",
    },
  ],
  check: checkWechatApi,
  verify,
  read,
} satisfies ConnectorKind;

const personHeader = "x-person";

async function verify(delivery: RawDelivery, settings: SettingValues): Promise<Verification> {
  const body = bodyOf(delivery);
  if (body === null)
    return {
      kind: "refused",
      reason: { zh: "内容不是 JSON 对象", en: "The body is no JSON object" },
    };
  const session = textAt(body, "session");
  const code = textAt(body, "code");
  if (session !== null && code === null) {
    const person = openSession(session, settings);
    return person === null
      ? {
          kind: "refused",
          reason: {
            zh: "session 不是本系统签发的，请重新发送 wx.login 的 code",
            en: "The session is not one of ours; send the code of wx.login",
          },
        }
      : accepted(person, session);
  }
  if (code === null) return accepted("", null);
  if (!/^[\w-]{1,200}$/.test(code))
    return {
      kind: "refused",
      reason: { zh: "不是 wx.login 的 code", en: "The code is none of wx.login" },
    };
  try {
    const person = await exchange(code, settings);
    return accepted(
      person,
      `${Buffer.from(person).toString("base64url")}.${sign(person, settings)}`,
    );
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return { kind: "refused", reason: { zh: words, en: words } };
  }
}

function accepted(person: string, session: string | null): Verification {
  const body = JSON.stringify({ success: true, ...(session !== null && { session }) });
  return {
    kind: "accepted",
    reply: { status: 200, contentType: "application/json", body },
    keep: { [personHeader]: person },
  };
}

/** OpenID and UnionID as one JSON text; the key of the session stays with WeChat. */
async function exchange(code: string, settings: SettingValues): Promise<string> {
  const { appId = "", appSecret = "" } = settings;
  const query = {
    appid: appId,
    secret: appSecret,
    js_code: code,
    grant_type: "authorization_code",
  };
  const answer = await askWechat(settings, "/sns/jscode2session", query);
  const openId = textAt(answer, "openid");
  if (openId === null) throw new Error("WeChat gave no OpenID");
  return JSON.stringify([openId, textAt(answer, "unionid")]);
}

function sign(person: string, { appSecret = "" }: SettingValues): string {
  return createHmac("sha256", `mini-session ${appSecret}`).update(person).digest("base64url");
}

function openSession(session: string, settings: SettingValues): string | null {
  const [person = "", signature = ""] = session.split(".");
  const text = Buffer.from(person, "base64url").toString("utf8");
  return isSameText(sign(text, settings), signature) ? text : null;
}

function bodyOf({ body }: RawDelivery): JsonObject | null {
  try {
    return asObject(JSON.parse(body.toString("utf8")));
  } catch {
    return null;
  }
}

const mostEvents = 100;

function read(delivery: RawDelivery): Reading {
  const body = bodyOf(delivery) ?? {};
  const person = delivery.headers[personHeader] ?? "";
  const [openId, unionId] = person === "" ? [] : (JSON.parse(person) as (string | null)[]);
  const device = openId ?? textAt(body, "device");
  const failures: Reading["failures"][number][] = [];
  const events = listAt(body, "events")
    .slice(0, mostEvents)
    .flatMap((item) => {
      const event = asObject(item);
      if (event !== null && device !== null) {
        return [eventOf(event, device, externalIds({ wechat_openid: openId, unionid: unionId }))];
      }
      failures.push({
        reason: { zh: "事件没有标识，或不是事件", en: "The event names nobody, or is none" },
        item,
      });
      return [];
    });
  return { events, failures };
}

function eventOf(
  event: JsonObject,
  device: string,
  ids: ReturnType<typeof externalIds>,
): JsonObject {
  const name = textAt(event, "event") ?? "";
  const path = textAt(event, "path");
  const properties = { ...objectAt(event, "properties"), ...(path !== null && { path }) };
  const isPage = name === "" || name === "page";
  return {
    ...(isPage
      ? { type: "page", name: path ?? "/" }
      : { type: "track", event: name.slice(0, 200) }),
    messageId: `mini-${textAt(event, "id") ?? contentId("e", [device, event])}`.slice(0, 100),
    ...(event["time"] !== undefined && { timestamp: event["time"] }),
    ...{ anonymousId: device, properties, context: { externalIds: ids } },
  };
}
