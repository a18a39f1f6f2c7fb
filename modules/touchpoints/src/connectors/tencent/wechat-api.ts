import { AppError, type BothLanguages } from "@causeway/kernel";
import type { SettingValues } from "@causeway/platform-contract";
import { reachOf } from "../../network/reach-field.ts";
import { requestJson } from "../../network/request-json.ts";
import type { JsonObject } from "../../wire/json-object.ts";
import type { SettingProblem } from "../connector.ts";
import { textField } from "../setting-field.ts";

/** Asks for another way to WeChat's interfaces, for servers whose own address cannot be allowed there. */
export const wechatApiField = textField(
  "apiUrl",
  "微信接口地址",
  "Address of WeChat's interfaces",
  {
    initial: "https://api.weixin.qq.com",
    hint: {
      zh: "本服务器没有固定 IP 时，可填写转发服务的地址",
      en: "Or of a relay, where this server has no fixed address that WeChat could allow",
    },
  },
);

export function checkWechatApi({ apiUrl = "" }: SettingValues): readonly SettingProblem[] {
  const isAddress = URL.canParse(apiUrl) && /^https?:\/\/[^/?#]+\/?$/.test(apiUrl);
  if (isAddress) return [];
  return [{ field: "apiUrl", label: { zh: "应为 https:// 地址", en: "must be an https address" } }];
}

/** Calls an interface. Throws an Error that says what to do, with WeChat's own words, when it refuses. */
export async function askWechat(
  settings: SettingValues,
  path: string,
  query: Readonly<Record<string, string>>,
  options: { readonly body?: JsonObject; readonly signal?: AbortSignal } = {},
): Promise<JsonObject> {
  const base = (settings["apiUrl"] ?? "").replace(/\/$/, "");
  const address = `${base}${path}?${new URLSearchParams(query)}`;
  const answer = await requestJson(address, { reach: reachOf(settings), ...options });
  const code = answer["errcode"];
  if (code !== undefined && code !== 0) {
    throw refusalOf(Number(code), String(answer["errmsg"] ?? ""));
  }
  return answer;
}

const wrongSecret = {
  zh: "AppSecret 不对或已重置；请在公众平台重新获取后填写",
  en: "the AppSecret is wrong or was reset; get it again from the console and enter it",
};

/** Codes that say what a person has to do (developers.weixin.qq.com, global return codes). */
const refusals: Readonly<Record<number, BothLanguages>> = {
  40001: wrongSecret,
  40125: wrongSecret,
  41004: wrongSecret,
  40013: { zh: "没有这个 AppID；请检查是否填错", en: "there is no such AppID; check it" },
  40164: {
    zh: "本服务器的 IP 不在白名单中；请在公众平台“基本配置 → IP 白名单”中加入",
    en: "this server's address is not allowed; add it to the list of allowed addresses in the console",
  },
  48001: {
    zh: "这个账号没有此接口的权限；通常需要完成微信认证",
    en: "this account may not use the interface; usually it must be verified first",
  },
  45009: {
    zh: "今天的调用次数已用完；明天会自动继续",
    en: "today's calls are used up; it goes on tomorrow",
  },
};

function refusalOf(code: number, said: string): AppError {
  const words = refusals[code];
  const detail = `${said} (${code})`;
  return new AppError("unavailable", {
    zh: words ? `微信拒绝：${words.zh}（${detail}）` : `微信拒绝：${detail}`,
    en: words ? `WeChat refused: ${words.en}; ${detail}` : `WeChat refused: ${detail}`,
  });
}

interface KnownToken {
  readonly token: string;
  readonly until: number;
}

/** Tokens by app and interface; they live for two hours and asking is limited. */
const tokens = new Map<string, KnownToken>();
const spareMs = 300_000;
const mostTokens = 1_000;

/** A token for the other interfaces; WeChat gives the same one until it ends (`stable_token`), whoever asks. */
export async function accessToken(
  settings: SettingValues,
  { now, signal }: { readonly now: Date; readonly signal: AbortSignal },
): Promise<string> {
  const { apiUrl = "", appId = "", appSecret = "" } = settings;
  const key = JSON.stringify([apiUrl, appId, appSecret]);
  const known = tokens.get(key);
  if (known !== undefined && known.until > now.getTime()) return known.token;
  const body = { grant_type: "client_credential", appid: appId, secret: appSecret };
  const answer = await askWechat(settings, "/cgi-bin/stable_token", {}, { body, signal });
  const token = String(answer["access_token"] ?? "");
  if (token === "") throw new Error("WeChat gave no token");
  if (tokens.size >= mostTokens) tokens.clear();
  const until = now.getTime() + Number(answer["expires_in"] ?? 0) * 1000 - spareMs;
  tokens.set(key, { token, until });
  return token;
}
