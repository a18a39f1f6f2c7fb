import { AppError, type SourceId, type UserId, type WorkspaceId } from "@causeway/kernel";
import type { Role } from "@causeway/platform-contract";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import fastify from "fastify";
import { afterEach, expect, it } from "vitest";
import { z } from "zod";
import type { Authenticator, Identity } from "./access.ts";
import { buildHttpServer, type HttpServer, refuseUndecidedRoutes } from "./http-server.ts";
import { defineRoute, type Route } from "./route.ts";

const ours = "0198c0de-0000-7000-8000-000000000001" as WorkspaceId;
const theirs = "0198c0de-0000-7000-8000-000000000002" as WorkspaceId;

/** Knows the token `member`, `admin` or `owner` (by cookie or as a key), each with that role in `ours`. */
const authenticator: Authenticator = {
  identify: async (headers) => {
    const cookie = /session=(\w+)/.exec(headers.get("cookie") ?? "")?.[1];
    const key = /^Bearer (\w+)$/.exec(headers.get("authorization") ?? "")?.[1];
    const name = cookie ?? key;
    if (name === undefined || !["member", "admin", "owner"].includes(name)) return null;
    const identity: Identity = {
      user: { id: name as UserId, name, email: `${name}@example.com` },
      via: cookie === undefined ? "key" : "session",
    };
    return cookie === undefined
      ? { ...identity, limit: { workspace: ours, role: name as Role } }
      : identity;
  },
  roleIn: async ({ user }, workspace) => (workspace === ours ? (user.name as Role) : null),
};

let server: HttpServer | undefined;
afterEach(() => server?.app.close());

async function serve(...routes: readonly Route[]) {
  server = await buildHttpServer({
    routes,
    authenticator,
    sourceAuthenticator: async ({ query, body }) => {
      if (query["key"] !== "right") throw new AppError("unauthenticated", "Unknown write key");
      return { workspace: ours, source: "web" as SourceId, payload: body.toString() };
    },
    workspace: async (id) => ({ id }) as WorkspaceDatabase,
    info: { title: "Test", version: "1", description: "" },
  });
  return server.app;
}

const echo = defineRoute({
  method: "POST",
  path: "/api/w/:workspace/echo/:number",
  summary: "Echo",
  tags: [],
  access: { kind: "workspace", role: "admin" },
  params: z.object({ number: z.coerce.number().int() }),
  query: z.object({ limit: z.coerce.number().max(9).default(1) }),
  body: z.object({ fields: z.array(z.object({ name: z.string() })) }),
  response: z.object({ text: z.string() }),
  handle: ({ params, query, body, actor, workspace }) => ({
    text: [params.number, query.limit, body.fields[0]?.name, actor.id, workspace.id].join(" "),
    secret: "left out by the presenter",
  }),
});
const ask = {
  method: "POST",
  url: `/api/w/${ours}/echo/7?limit=3`,
  headers: { authorization: "Bearer admin" },
  payload: { fields: [{ name: "A" }] },
} as const;

it("buildHttpServer() parses input, runs the handler and presents what the response schema names", async () => {
  const app = await serve(echo);
  const answer = await app.inject(ask);
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toEqual({ text: `7 3 A admin ${ours}` });
});

it("buildHttpServer() reports all that is wrong with path, query and body at once, in the reader's language", async () => {
  const app = await serve(echo);
  const answer = await app.inject({
    ...ask,
    url: `/api/w/${ours}/echo/x?limit=10`,
    headers: { ...ask.headers, "accept-language": "zh-CN,zh;q=0.9,en;q=0.8" },
    payload: { fields: [{ name: "A" }, { name: 1 }] },
  });
  expect(answer.statusCode).toBe(400);
  expect(answer.headers["content-type"]).toContain("application/problem+json");
  const problem = answer.json();
  expect(problem).toMatchObject({ code: "bad-input", status: 400, title: "输入有误" });
  expect(problem.issues.map((issue: { path: string }) => issue.path)).toEqual([
    "params.number",
    "query.limit",
    "body.fields[1].name",
  ]);
  expect(problem.issues[1].message).toMatch(/\p{Script=Han}/u);
  expect(problem.requestId).toBe(answer.headers["x-request-id"]);
});

it("buildHttpServer() refuses what no database holds and addresses that the router refuses, as problems with the place", async () => {
  const app = await serve(echo);
  const nul = await app.inject({ ...ask, payload: { fields: [{ name: "A" }, { name: "\0" }] } });
  const long = await app.inject({ ...ask, url: `/api/w/${ours}/echo/${"7".repeat(300)}` });
  const broken = await app.inject({ ...ask, url: `/api/w/${ours}/echo/%E0%A4%A` });
  const told = [nul, long, broken].map((answer) => {
    const { code, issues, requestId } = answer.json();
    return [answer.statusCode, code, issues[0]?.path, typeof requestId];
  });
  expect(told).toEqual([
    [400, "bad-input", "body.fields[1].name", "string"],
    [400, "bad-input", "path", "string"],
    [400, "bad-input", "path", "string"],
  ]);
});

it("buildHttpServer() says to a reader of Chinese in Chinese what a guard refuses and what is not there", async () => {
  const app = await serve(echo);
  const headers = { ...ask.headers, "accept-language": "zh-CN" };
  const others = await app.inject({ ...ask, headers, url: `/api/w/${theirs}/echo/7` });
  const lower = await app.inject({
    ...ask,
    headers: { ...headers, authorization: "Bearer member" },
  });
  const nowhere = await app.inject({ headers, url: "/api/nowhere" });
  const details = [others, lower, nowhere].map((answer) => answer.json().detail);
  expect(details).toEqual([
    "没有这个工作区，或你不是它的成员",
    "此操作需要管理员或更高的角色",
    "这个地址没有内容",
  ]);
});

it("buildHttpServer() refuses strangers with 401, a lower role with 403, and others' workspaces with 404", async () => {
  const app = await serve(echo);
  const status = async (token: string, workspace: string) =>
    (
      await app.inject({
        ...ask,
        url: `/api/w/${workspace}/echo/7`,
        headers: { authorization: `Bearer ${token}` },
      })
    ).statusCode;
  expect(await status("nobody", ours)).toBe(401);
  expect(await status("member", ours)).toBe(403);
  expect(await status("admin", theirs)).toBe(404);
  expect(await status("admin", "not-a-uuid")).toBe(404);
  expect(await status("owner", ours)).toBe(200);
});

it("buildHttpServer() lets a cookie act only from our own pages", async () => {
  const app = await serve(echo);
  const status = async (headers: Record<string, string>) =>
    (
      await app.inject({
        ...ask,
        headers: { host: "crm.example:4600", cookie: "session=admin", ...headers },
      })
    ).statusCode;
  expect(await status({ origin: "http://crm.example:4600" })).toBe(200);
  expect(await status({ "sec-fetch-site": "same-origin" })).toBe(200);
  expect(await status({ origin: "http://crm.example" })).toBe(403);
  expect(await status({ origin: "https://evil.example" })).toBe(403);
  expect(await status({ origin: "null" })).toBe(403);
  expect(await status({})).toBe(403);
});

it("buildHttpServer() keeps API keys out of what is not their workspace's", async () => {
  const me = defineRoute({
    method: "GET",
    path: "/api/me",
    summary: "Me",
    tags: [],
    access: { kind: "session" },
    response: z.object({ name: z.string() }),
    handle: ({ user }) => user,
  });
  const app = await serve(me);
  const byKey = await app.inject({ url: "/api/me", headers: { authorization: "Bearer owner" } });
  expect(byKey.statusCode).toBe(403);
  const byCookie = await app.inject({ url: "/api/me", headers: { cookie: "session=owner" } });
  expect(byCookie.json()).toEqual({ name: "owner" });
});

it("buildHttpServer() hides what went wrong inside, and a result that breaks its schema", async () => {
  const facts = {
    method: "GET",
    summary: "",
    tags: [],
    access: { kind: "public", why: "test" },
    response: z.object({ count: z.number() }),
  } as const;
  const app = await serve(
    defineRoute({
      ...facts,
      path: "/api/throws",
      handle: () => {
        throw new Error("password is 123");
      },
    }),
    defineRoute({ ...facts, path: "/api/breaks", handle: () => ({ count: Number.NaN }) }),
  );
  for (const url of ["/api/throws", "/api/breaks"]) {
    const answer = await app.inject(url);
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toContain("123");
    expect(answer.json()).toMatchObject({ code: "internal", issues: [] });
  }
});

it("buildHttpServer() takes a write key where its authenticator finds it, whatever the content type", async () => {
  const ingest = defineRoute({
    method: "POST",
    path: "/v1/batch",
    summary: "Ingest",
    tags: [],
    access: { kind: "source" },
    body: "buffer",
    crossOrigin: true,
    response: z.object({ source: z.string(), payload: z.unknown() }),
    handle: ({ source }) => ({ source: source.source, payload: source.payload }),
  });
  const app = await serve(ingest);
  const send = (key: string) =>
    app.inject({
      method: "POST",
      url: `/v1/batch?key=${key}`,
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        origin: "https://shop.example",
      },
      payload: "{}",
    });
  expect((await send("wrong")).statusCode).toBe(401);
  const right = await send("right");
  expect(right.json()).toEqual({ source: "web", payload: "{}" });
  expect(right.headers["access-control-allow-origin"]).toBe("https://shop.example");
  const preflight = await app.inject({
    method: "OPTIONS",
    url: "/v1/batch",
    headers: {
      origin: "https://shop.example",
      "access-control-request-method": "POST",
      "access-control-request-headers": "authorization, content-type",
    },
  });
  expect(preflight.statusCode).toBe(204);
  expect(preflight.headers).toMatchObject({
    "access-control-allow-origin": "https://shop.example",
    "access-control-allow-headers": "authorization, content-type",
  });
  expect(preflight.headers).not.toHaveProperty("access-control-allow-credentials");
});

it("buildHttpServer() answers bodies it cannot take with 400, 413 and 415", async () => {
  const app = await serve({ ...echo, bodyLimit: 50 });
  const status = async (payload: string, type: string) =>
    (await app.inject({ ...ask, payload, headers: { ...ask.headers, "content-type": type } }))
      .statusCode;
  expect(await status("{", "application/json")).toBe(400);
  expect(await status(" ".repeat(51), "application/json")).toBe(413);
  expect(await status("{}", "text/plain")).toBe(415);
  expect(await status('{"fields":[],"__proto__":{}}', "application/json")).toBe(400);
});

it("buildHttpServer() tells who asks too often when to come back", async () => {
  const app = await serve({ ...echo, rateLimit: { max: 2, windowSeconds: 60 } });
  const answers = [await app.inject(ask), await app.inject(ask), await app.inject(ask)];
  expect(answers.map((answer) => answer.statusCode)).toEqual([200, 200, 429]);
  expect(Number(answers[2]?.headers["retry-after"])).toBeGreaterThan(0);
  const other = await app.inject({ ...ask, headers: { authorization: "Bearer owner" } });
  expect(other.statusCode).toBe(200);
});

it("refuseUndecidedRoutes() does not take a route whose access nobody decided", async () => {
  const app = fastify();
  refuseUndecidedRoutes(app);
  expect(() => app.get("/open", async () => "x")).toThrow("GET /open has no access decision");
  app.get("/decided", { config: { access: { kind: "session" } } }, async () => "x");
  await app.close();
});

it("buildHttpServer() sets security headers everywhere and answers /health", async () => {
  const app = await serve(echo);
  const answer = await app.inject("/health");
  expect(answer.json()).toEqual({ status: "ok" });
  expect(answer.headers["content-security-policy"]).toContain("script-src 'self';");
  expect(answer.headers["x-content-type-options"]).toBe("nosniff");
  expect((await app.inject("/api/nothing")).json()).toMatchObject({ code: "not-found" });
});

it("openApiDocument() describes every operation from its schemas", async () => {
  const app = await serve(echo);
  const document = (await app.inject("/api/openapi.json")).json();
  expect(document.openapi).toBe("3.1.1");
  const operation = document.paths["/api/w/{workspace}/echo/{number}"].post;
  expect(operation.parameters.map((parameter: { name: string }) => parameter.name)).toEqual([
    "workspace",
    "number",
    "limit",
  ]);
  expect(operation.requestBody.content["application/json"].schema.required).toEqual(["fields"]);
  expect(operation.responses.default.content["application/problem+json"].schema).toEqual({
    $ref: "#/components/schemas/Problem",
  });
  expect(document.components.schemas.Problem.required).toContain("requestId");
  expect(operation.description).toContain("role admin");
});
