import { once } from "node:events";
import { createServer, type IncomingMessage, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import { AppError, type SourceId, systemClock, type WorkspaceId } from "@causeway/kernel";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import fc from "fast-check";
import fastify from "fastify";
import { afterEach, expect, it } from "vitest";
import { z } from "zod";
import { createGuards } from "./guard.ts";
import { type AnsweredRequest, buildHttpServer } from "./http-server.ts";
import { createIntake } from "./intake.ts";
import { nodeExchange } from "./light-exchange.ts";
import { createLightPath } from "./light-path.ts";
import { defineRoute, type Route } from "./route.ts";
import { isSecure, senderAddress } from "./sender-address.ts";

const ours = "0198c0de-0000-7000-8000-000000000001" as WorkspaceId;
const patience = { timeout: 20_000 };
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** What becomes of a body is what it says. */
const receive = defineRoute({
  method: "POST",
  path: "/v1/receive",
  summary: "Receive",
  tags: [],
  access: { kind: "source" },
  body: "buffer",
  bodyLimit: 1_000,
  crossOrigin: true,
  response: z.object({ text: z.string(), ip: z.string(), agent: z.string().nullable() }),
  handle: ({ body, ip, header, headers, setHeader }) => {
    const text = body.toString();
    if (text === "full") throw new AppError("unavailable", "Too much is waiting");
    if (text === "broken") throw new Error("password is 123");
    if (text === "wrong")
      throw new AppError("bad-input", "No", { issues: [{ path: "a", message: "b" }] });
    if (text === "header") setHeader("x-more", "1");
    return { text, ip, agent: header("user-agent") ?? headers.get("user-agent"), left: "out" };
  },
});

const sourceAuthenticator = async ({ header }: { header: (name: string) => string | null }) => {
  if (header("authorization") !== "right") throw new AppError("unauthenticated", "Unknown key");
  return { workspace: ours, source: "web" as SourceId };
};
const nobody = { identify: async () => null, roleIn: async () => null };
const workspace = async (id: WorkspaceId) => ({ id }) as WorkspaceDatabase;

async function serve(proxies: number, onAnswer?: (answer: AnsweredRequest) => void) {
  const { app, intake } = await buildHttpServer({
    routes: [receive],
    authenticator: nobody,
    sourceAuthenticator,
    workspace,
    info: { title: "Test", version: "1", description: "" },
    proxies,
    maxBodyBytes: 2_000,
    ...(onAnswer && { onAnswer }),
  });
  closing.push(() => app.close());
  return { url: await app.listen({ port: 0, host: "127.0.0.1" }), intake };
}

interface Asked {
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent in pieces, without a declared length. */
  readonly isChunked?: boolean;
}

/** The answer without what differs from request to request. */
async function ask(url: string, { body, headers = {}, isChunked = false }: Asked) {
  const length = isChunked ? {} : { "content-length": String(Buffer.byteLength(body)) };
  const request = send(url, {
    method: "POST",
    headers: { authorization: "right", "user-agent": "test", ...length, ...headers },
  });
  if (isChunked) request.write("");
  request.end(body);
  const [answer] = (await once(request, "response")) as [IncomingMessage];
  const text = Buffer.concat(await answer.toArray()).toString();
  const { date, "x-request-id": id, ...rest } = answer.headers;
  const known = typeof id === "string" ? text.replaceAll(id, "ID") : text;
  return {
    status: answer.statusCode,
    headers: rest,
    hasId: id !== undefined,
    text: known,
    date: typeof date,
  };
}

const asked: readonly Asked[] = [
  { body: "plain" },
  { body: "" },
  { body: "", isChunked: true },
  { body: "中文 in pieces", isChunked: true },
  { body: "header" },
  { body: "full" },
  { body: "broken" },
  { body: "wrong", headers: { "accept-language": "zh-CN" } },
  { body: "x", headers: { authorization: "other" } },
  { body: "x", headers: { authorization: "other", "accept-language": "zh-CN" } },
  { body: "x".repeat(1_001) },
  { body: "x".repeat(1_001), isChunked: true },
  { body: "x".repeat(2_001) },
  { body: "{}", headers: { "content-type": "application/x-www-form-urlencoded" } },
  { body: "x", headers: { origin: "https://shop.example" } },
  { body: "full", headers: { origin: "https://shop.example" } },
  {
    body: "x",
    headers: { "x-forwarded-for": "1.1.1.1, 2.2.2.2,3.3.3.3", "x-forwarded-proto": "https" },
  },
  { body: "x", headers: { "x-forwarded-for": " ,9.9.9.9", "x-forwarded-proto": "https, http" } },
  { body: "x", headers: { "x-forwarded-for": "", "x-forwarded-proto": "http, https" } },
];

it("createLightPath() answers every request as the framework does: status, headers, body, what is counted", async () => {
  const differences: unknown[] = [];
  for (const proxies of [0, 1, 2]) {
    const counted: AnsweredRequest[] = [];
    const { url } = await serve(proxies, (answer) => counted.push(answer));
    for (const one of asked) {
      counted.length = 0;
      const short = await ask(`${url}/v1/receive`, one);
      // A query is left to the framework.
      const long = await ask(`${url}/v1/receive?long`, one);
      expect(short).toEqual(long);
      await expect.poll(() => counted.length, patience).toBe(2);
      const [first, second] = counted.map(({ seconds, ...rest }) => ({
        ...rest,
        timed: seconds > 0,
      }));
      expect(first).toEqual(second);
      if (short.status !== 200) differences.push(short.status);
    }
  }
  expect(new Set(differences)).toEqual(new Set([400, 401, 413, 500, 503]));
});

it("createLightPath() takes only posts of plain source routes at their very path, and none when the server closes", async () => {
  const other = (change: Partial<Route>, path: string): Route => ({ ...receive, ...change, path });
  const routes = [
    receive,
    other({ query: z.object({}) }, "/v1/query"),
    other({ access: { kind: "public", why: "test" } }, "/v1/public"),
    other({ rateLimit: { max: 1, windowSeconds: 1 } }, "/v1/limited"),
    other({ crossOrigin: false }, "/v1/same-origin"),
    other({ body: z.object({}) }, "/v1/json"),
    other({ response: "raw" }, "/v1/raw"),
    other({}, "/v1/:key"),
  ];
  let isClosing = false;
  const guardOf = createGuards({
    authenticator: nobody,
    sourceAuthenticator,
    workspace,
    clock: systemClock,
  });
  const light = createLightPath({
    ...{
      routes,
      guardOf,
      intake: createIntake(1_000),
      log: fastify().log,
      proxies: 0,
      onAnswer: undefined,
    },
    isClosing: () => isClosing,
  });
  const server = createServer((request, response) => {
    const route = request.method === "POST" ? light.find(request.url ?? "") : undefined;
    if (route === undefined) response.end("left");
    else light.answer(route, nodeExchange(request, response));
  });
  closing.push(() => server.close());
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const isLeft = async (path: string, method = "POST") => {
    const headers = { authorization: "right" };
    return (await (await fetch(`${url}${path}`, { method, headers })).text()) === "left";
  };
  expect(await isLeft("/v1/receive")).toBe(false);
  expect(await isLeft("/v1/receive", "GET")).toBe(true);
  expect(await isLeft("/v1/receive", "PUT")).toBe(true);
  for (const path of [
    "/v1/receive?a",
    "/v1/receive/",
    "/v1/Receive",
    "/",
    "/v1/key",
    ...routes.slice(1).map((route) => route.path),
  ]) {
    expect(await isLeft(path)).toBe(true);
  }
  isClosing = true;
  expect(await isLeft("/v1/receive")).toBe(true);
});

it("senderAddress() and isSecure() say what the framework says, whatever the headers", async () => {
  const hop = fc.constantFrom("1.1.1.1", "::1", " 2.2.2.2 ", "", " ", "x");
  const list = fc.array(hop, { maxLength: 4 }).map((hops) => hops.join(","));
  const protocols = fc.constantFrom("http", "https", "https,http", "http, https ", "");
  for (const proxies of [0, 1, 2, 3]) {
    const app = fastify({ trustProxy: proxies > 0 && ((_: string, hop: number) => hop < proxies) });
    closing.push(() => app.close());
    app.get("/", async (request) => ({
      ours: [senderAddress(request.raw, proxies), isSecure(request.raw, proxies)],
      theirs: [request.ip, request.protocol === "https"],
    }));
    await fc.assert(
      fc.asyncProperty(list, protocols, async (forwarded, protocol) => {
        const headers = { "x-forwarded-for": forwarded, "x-forwarded-proto": protocol };
        const { ours, theirs } = (await app.inject({ url: "/", headers })).json();
        expect(ours).toEqual(theirs);
      }),
      { numRuns: 60 },
    );
  }
});

it("createLightPath() gives back what a request held whose client went away in the middle of its body", async () => {
  const { url, intake } = await serve(0);
  const request = send(`${url}/v1/receive`, {
    method: "POST",
    headers: { authorization: "right", "content-length": "900" },
  });
  request.on("error", () => undefined);
  request.write("x".repeat(800));
  await expect.poll(() => intake.bytes, patience).toBe(800);
  request.destroy();
  await expect.poll(() => intake.bytes, patience).toBe(0);
});
