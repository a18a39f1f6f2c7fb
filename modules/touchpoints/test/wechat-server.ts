import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

interface Asked {
  readonly query: URLSearchParams;
  readonly body: {
    readonly secret?: string;
    readonly user_list?: readonly { readonly openid: string }[];
  };
}

const followers = Array.from({ length: 150 }, (_, index) => `open-${index}`);

const open: Readonly<Record<string, (asked: Asked) => object>> = {
  "/cgi-bin/stable_token": ({ body }) =>
    body.secret === "app secret"
      ? { access_token: "T1", expires_in: 7200 }
      : { errcode: 40125, errmsg: "invalid appsecret" },
  "/sns/jscode2session": ({ query }) =>
    query.get("js_code") === "good" && query.get("secret") === "app secret"
      ? { openid: "mini-1", unionid: "union-1", session_key: "never told" }
      : { errcode: 40029, errmsg: "invalid code" },
};

const withToken: Readonly<Record<string, (asked: Asked) => object>> = {
  "/cgi-bin/user/get": ({ query }) => {
    const openid = followers.slice(followers.indexOf(query.get("next_openid") ?? "") + 1);
    return { total: 150, count: openid.length, ...(openid.length > 0 && { data: { openid } }) };
  },
  "/cgi-bin/user/info/batchget": ({ body }) => ({
    user_info_list: body.user_list?.map(({ openid }) => ({
      ...{ openid, subscribe: 1, subscribe_time: 1764064800, unionid: `union-${openid}` },
    })),
  }),
};

function answerTo(path: string, asked: Asked): object {
  const isKnown = asked.query.get("access_token") === "T1";
  const answer = open[path] ?? (isKnown ? withToken[path] : undefined);
  return answer?.(asked) ?? { errcode: 40001, errmsg: "invalid credential" };
}

/** WeChat's interfaces with one account, app and mini program, served here; `asked` are the paths so far. */
export async function startWechat() {
  const asked: string[] = [];
  const server = createServer((request, answer) => {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://localhost");
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      asked.push(pathname);
      const body = JSON.parse(Buffer.concat(chunks).toString() || "{}") as Asked["body"];
      answer.end(JSON.stringify(answerTo(pathname, { query: searchParams, body })));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { asked, apiUrl, close: () => server.close() };
}
