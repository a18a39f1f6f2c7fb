import type { SettingValues } from "@causeway/platform-contract";
import { asObject, type JsonObject, listAt, objectAt, textAt } from "../../wire/json-object.ts";
import type { FetchContext, Fetched } from "../connector.ts";
import { externalIds } from "../external-ids.ts";
import { accessToken, askWechat } from "./wechat-api.ts";

/** WeChat allows 500 lists of followers a day. */
const pauseMs = 5 * 60_000;
const atOnce = 100;

/**
 * The UnionIDs of followers that joined since the last time, 100 at once; the list of followers is in the order in which
 * they came (`user/get`, `user/info/batchget`). Nothing without the app's secret.
 */
export async function fetchFollowers(
  settings: SettingValues,
  cursor: JsonObject | null,
  { now, signal }: FetchContext,
): Promise<Fetched> {
  const last = textAt(cursor ?? {}, "last") ?? "";
  const quietUntil = Number(cursor?.["quietUntil"] ?? 0);
  if ((settings["appSecret"] ?? "") === "" || now.getTime() < quietUntil)
    return { deliveries: [], cursor: cursor ?? {}, more: false };
  const access_token = await accessToken(settings, { now, signal });
  const asked = { access_token, ...(last !== "" && { next_openid: last }) };
  const list = await askWechat(settings, "/cgi-bin/user/get", asked, { signal });
  const openIds = listAt(objectAt(list, "data"), "openid").map(String);
  const some = openIds.slice(0, atOnce);
  const quiet = now.getTime() + pauseMs;
  if (some.length === 0)
    return { deliveries: [], cursor: { last, quietUntil: quiet }, more: false };
  const body = { user_list: some.map((openid) => ({ openid, lang: "zh_CN" })) };
  const people = await askWechat(
    settings,
    "/cgi-bin/user/info/batchget",
    { access_token },
    { body, signal },
  );
  const more = openIds.length > some.length;
  return {
    deliveries: [
      {
        ...{ method: "FOLLOWERS", query: {}, headers: { "content-type": "application/json" } },
        ...{ body: Buffer.from(JSON.stringify(people)), receivedAt: now },
      },
    ],
    cursor: { last: some.at(-1) ?? last, quietUntil: more ? 0 : quiet },
    more,
  };
}

/** Who the followers of a fetched list are; those without a UnionID say nothing new. */
export function readFollowers(body: Buffer): readonly JsonObject[] {
  const people = listAt(asObject(JSON.parse(body.toString("utf8"))) ?? {}, "user_info_list");
  return people.flatMap((item) => {
    const person = asObject(item) ?? {};
    const [openId, unionId] = [textAt(person, "openid"), textAt(person, "unionid")];
    if (openId === null || unionId === null) return [];
    const joined = Number(person["subscribe_time"]);
    return [
      {
        ...{ type: "identify", messageId: `follower-${openId}`, anonymousId: openId },
        ...(joined > 0 && { timestamp: new Date(joined * 1000).toISOString() }),
        traits: {},
        context: { externalIds: externalIds({ wechat_openid: openId, unionid: unionId }) },
      },
    ];
  });
}
