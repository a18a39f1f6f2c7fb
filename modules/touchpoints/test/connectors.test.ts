import { createHmac } from "node:crypto";
import { type SourceId, systemClock } from "@causeway/kernel";
import type { CreatedSource } from "@causeway/platform-contract";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { encrypt, getSignature } from "@wecom/crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { acceptFile } from "../src/deliveries/accept-file.ts";
import {
  dropDeadLetter,
  listDeadLetters,
  replayDeadLetters,
} from "../src/deliveries/dead-letters.ts";
import { fetchSource } from "../src/fetching/fetch-source.ts";
import { listSources, processDeliveries, takeDeliveries } from "../src/index.ts";
import { changeSettings, readSetup } from "../src/sources/connection.ts";
import { type IngestionServer, readLog, startIngestionServer } from "../src/testing/index.ts";
import { startWechat } from "./wechat-server.ts";

let server: IngestionServer;
beforeAll(async () => {
  server = await startIngestionServer();
});
afterAll(() => server.close());

const aesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
const wechat = {
  connector: "wechat-official",
  settings: { appId: "wx1", token: "a token of ours", aesKey },
} as const;

const dependencies = () => ({ writer: server.writer, secrets: server.test.database.secrets });
const read = (workspace: WorkspaceDatabase) => processDeliveries(workspace, dependencies());
const hook = (source: CreatedSource, query = "") => `/v1/hooks/${source.writeKey}${query}`;
const lettersOf = (workspace: WorkspaceDatabase, source: CreatedSource) =>
  workspace.transaction((trx) => listDeadLetters(trx, source.id as SourceId, 50));

function sealed(message: string): { readonly query: string; readonly body: string } {
  const text = encrypt(aesKey, message, "wx1");
  const signature = getSignature("a token of ours", "1764064800", "n", text);
  const query = new URLSearchParams({
    ...{ timestamp: "1764064800", nonce: "n", encrypt_type: "aes", msg_signature: signature },
  });
  return { query: `?${query}`, body: `<xml><Encrypt><![CDATA[${text}]]></Encrypt></xml>` };
}

const follow = (openId: string) =>
  `<xml><FromUserName>${openId}</FromUserName><CreateTime>1764064800</CreateTime>` +
  "<MsgType>event</MsgType><Event>subscribe</Event></xml>";

it("a webhook is proven, stored as it came, acknowledged, and read once however often it is sent", async () => {
  const { workspace, source } = await server.newSource(wechat);
  const { query, body } = sealed(follow("openid-1"));
  for (let attempt = 0; attempt < 3; attempt++) {
    const answer = await server.post(hook(source, query), body);
    expect([answer.status, await answer.text()]).toEqual([200, "success"]);
  }
  expect(await readLog(workspace)).toEqual([]);
  const [waiting] = await workspace.transaction(listSources);
  expect(waiting).toMatchObject({ connector: "wechat-official", kind: "wechat", waiting: 3 });
  expect(await read(workspace)).toBe(3);
  expect(await readLog(workspace)).toMatchObject([
    { name: "WeChat Subscribed", anonymous_id: "openid-1", type: "track" },
  ]);
  const [health] = await workspace.transaction(listSources);
  expect(health).toMatchObject({ waiting: 0, deadLetters: 0, lastError: null, events24h: 1 });
  expect(health?.hourly).toHaveLength(24);
  expect(health?.hourly.at(-1)).toBe(1);
});

it("the check of an address is answered and stores nothing; a forged request is refused and seen", async () => {
  const { workspace, source } = await server.newSource(wechat);
  const signature = getSignature("a token of ours", "1", "2", "");
  const path = hook(source, `?timestamp=1&nonce=2&echostr=hello&signature=${signature}`);
  const echo = await fetch(server.url + path);
  expect([echo.status, await echo.text()]).toEqual([200, "hello"]);
  const { query, body } = sealed(follow("openid-1"));
  const forged = await server.post(hook(source, query.replace("nonce=n", "nonce=m")), body);
  expect(forged.status).toBe(401);
  expect((await server.post("/v1/hooks/cw_nobody", "x")).status).toBe(401);
  const healthNow = async () => (await workspace.transaction(listSources))[0];
  expect(await healthNow()).toMatchObject({ waiting: 0, lastError: { zh: "签名与 Token 不符" } });
  expect(await read(workspace)).toBe(0);
  await fetch(server.url + path);
  expect(await healthNow()).toMatchObject({ lastError: null, connectedAt: expect.any(String) });
});

it("secrets are sealed, never shown, kept when settings change, and bound to their source", async () => {
  const { workspace, source } = await server.newSource(wechat);
  const { secrets } = server.test.database;
  const id = source.id as SourceId;
  const { rows } = await workspace.transaction((trx) =>
    sql<{ all: string }>`select s::text as all from sources s where id = ${id}`.execute(trx),
  );
  for (const secret of ["a token of ours", aesKey, source.writeKey]) {
    expect(rows[0]?.all).not.toContain(secret);
  }
  const setup = await workspace.transaction(async (trx) => {
    await changeSettings(trx, id, { appId: "wx2" }, secrets);
    return readSetup(trx, id, secrets, "https://crm.example.com/");
  });
  expect(setup).toMatchObject({
    url: `https://crm.example.com/v1/hooks/${source.writeKey}`,
    settings: { appId: "wx2" },
    secretsSet: ["token", "aesKey"],
  });
  expect(JSON.stringify(setup)).not.toContain("a token of ours");
  await expect(
    workspace.transaction((trx) => changeSettings(trx, id, { appId: "" }, secrets)),
  ).rejects.toMatchObject({ code: "bad-input", issues: [{ path: "body.settings.appId" }] });
});

it("takeDeliveries() proves and reads many at once: each counts once, what fails is a dead letter, a forgery stops all", async () => {
  const { workspace, source } = await server.newSource({ ...wechat, history: true });
  const id = source.id as SourceId;
  const delivery = (message: string) => {
    const { query, body } = sealed(message);
    const parameters = Object.fromEntries(new URLSearchParams(query));
    return {
      ...{ method: "POST", query: parameters, headers: {}, body: Buffer.from(body) },
      receivedAt: new Date(),
    };
  };
  const take = (messages: readonly string[]) =>
    takeDeliveries(workspace, id, messages.map(delivery), dependencies());
  expect(await take([follow("a"), "<xml><ToUser", follow("b")])).toBe(2);
  expect(await take([follow("a")])).toBe(1);
  expect((await readLog(workspace)).map(({ anonymous_id }) => anonymous_id)).toEqual(["a", "b"]);
  expect(await lettersOf(workspace, source)).toMatchObject({
    total: 1,
    letters: [{ reason: { zh: "不是公众号的消息" } }],
  });
  const forged = { ...delivery(follow("c")), query: { timestamp: "1", nonce: "2" } };
  await expect(
    takeDeliveries(workspace, id, [delivery(follow("d")), forged], dependencies()),
  ).rejects.toMatchObject({ code: "unauthenticated" });
  expect(await readLog(workspace)).toHaveLength(2);
});

it("a file is read line by line: what fails is a dead letter of its own, mended and replayed", async () => {
  const { workspace, source } = await server.newSource({ connector: "hotline" });
  const id = source.id as SourceId;
  const body = Buffer.from(
    "id,caller,callee,direction,start,talk\n" +
      "1,13800138000,4008001234,in,2025-11-25 18:00:00,30\n" +
      "2,13800138001,4008001234,in,yesterday,30\n",
  );
  const wake = async () => undefined;
  const file = { body, type: "text/csv", receivedAt: new Date() };
  await acceptFile(workspace, id, file, { secrets: server.test.database.secrets, wake });
  await read(workspace);
  expect(await readLog(workspace)).toMatchObject([{ name: "Call Ended", message_id: "call-1" }]);
  const { letters, total } = await lettersOf(workspace, source);
  expect(total).toBe(1);
  expect(letters).toMatchObject([{ reason: { en: "The call has no readable time" }, attempts: 1 }]);
  const [letter] = letters;
  if (!letter) throw new Error("no letter");
  const mended = letter.body.replace("yesterday", "2025-11-24 09:00:00");
  await workspace.transaction((trx) => replayDeadLetters(trx, id, letter.id, mended));
  await read(workspace);
  expect((await readLog(workspace)).map((event) => event.message_id)).toEqual(["call-1", "call-2"]);
  expect(await lettersOf(workspace, source)).toEqual({ letters: [], total: 0 });
});

it("a body that cannot be read stays as it came, and can be thrown away", async () => {
  const { workspace, source } = await server.newSource({ connector: "hotline" });
  const other = await server.newSource({ connector: "hotline" });
  await server.post(hook(source), Buffer.from([0, 1, 2, 255]));
  await server.post(hook(other.source), "{}");
  await read(workspace);
  const { letters } = await lettersOf(workspace, source);
  expect(letters).toMatchObject([{ attempts: 1, reason: { en: expect.any(String) } }]);
  const [letter] = letters;
  if (!letter) throw new Error("no letter");
  const foreign = other.source.id as SourceId;
  await expect(
    workspace.transaction((trx) => dropDeadLetter(trx, foreign, letter.id)),
  ).rejects.toMatchObject({ code: "not-found" });
  await workspace.transaction((trx) => replayDeadLetters(trx, source.id as SourceId, null));
  await read(workspace);
  expect((await lettersOf(workspace, source)).letters).toMatchObject([{ attempts: 2 }]);
  await workspace.transaction((trx) => dropDeadLetter(trx, source.id as SourceId, letter.id));
  expect((await lettersOf(workspace, source)).total).toBe(0);
});

it("a hotline may demand an HMAC of the raw body", async () => {
  const doorSecret = "eight or more";
  const settings = { door: "hmac", doorHeader: "X-Sign", doorSecret };
  const { workspace, source } = await server.newSource({ connector: "hotline", settings });
  const body = '{"id":"7","caller":"13800138000","start":1764064800,"talk":5}';
  const sign = (text: string) => createHmac("sha256", doorSecret).update(text).digest("hex");
  const send = (signature: string) =>
    fetch(server.url + hook(source), { method: "POST", body, headers: { "x-sign": signature } });
  expect((await send(sign(`${body} `))).status).toBe(401);
  expect((await send(sign(body))).status).toBe(200);
  await read(workspace);
  expect(await readLog(workspace)).toMatchObject([{ message_id: "call-7" }]);
});

it("the UnionIDs of an account's followers are fetched once each, with one token, and no more often than is allowed", async () => {
  const api = await startWechat();
  const settings = {
    ...wechat.settings,
    appSecret: "wrong",
    apiUrl: api.apiUrl,
    network: "internal",
  };
  const { workspace, source } = await server.newSource({ connector: "wechat-official", settings });
  const id = source.id as SourceId;
  const { secrets } = server.test.database;
  const fetchNow = () =>
    fetchSource(workspace, id, AbortSignal.timeout(60_000), {
      ...{ secrets, wake: async () => undefined, clock: systemClock },
    });
  await fetchNow();
  expect((await workspace.transaction(listSources))[0]?.lastError?.en).toContain(
    "invalid appsecret",
  );
  const given = { ...settings, appSecret: "app secret" };
  await workspace.transaction((trx) => changeSettings(trx, id, given, secrets));
  expect(await fetchNow()).toBe(2);
  expect(await fetchNow()).toBe(0);
  expect(api.asked.filter((path) => path === "/cgi-bin/stable_token")).toHaveLength(2);
  expect(api.asked.filter((path) => path === "/cgi-bin/user/get")).toHaveLength(2);
  await read(workspace);
  const log = await readLog(workspace);
  expect(log).toHaveLength(150);
  expect(log[149]?.payload).toMatchObject({
    context: { externalIds: [{ type: "wechat_openid", id: "open-149" }, { id: "union-open-149" }] },
  });
  api.close();
});

it("a mini program's events are of whom WeChat says, by a session that only we can write", async () => {
  const api = await startWechat();
  const settings = {
    appId: "wx9",
    appSecret: "app secret",
    apiUrl: api.apiUrl,
    network: "internal",
  };
  const { workspace, source } = await server.newSource({ connector: "wechat-mini", settings });
  const send = async (body: object) => {
    const answer = await server.post(hook(source), body);
    return { status: answer.status, body: (await answer.json()) as { session?: string } };
  };
  const events = [
    { id: "1", path: "/pages/g6/index", time: 1764064800000 },
    { id: "2", event: "Quote Requested", time: 1764064860000, properties: { product: "G6" } },
  ];
  expect((await send({ code: "bad" })).status).toBe(401);
  const first = await send({ code: "good", events: events.slice(0, 1) });
  const session = first.body.session ?? "";
  expect(first.status).toBe(200);
  expect(JSON.stringify(first.body)).not.toContain("never told");
  expect((await send({ session, events })).status).toBe(200);
  const person = Buffer.from(JSON.stringify(["mini-2", "union-of-the-boss"])).toString("base64url");
  const forged = `${person}.${session.split(".")[1]}`;
  expect((await send({ session: forged, events })).status).toBe(401);
  // What the program itself states of who somebody is counts for nothing.
  await send({
    device: "d1",
    openid: "x",
    unionid: "y",
    events: [{ id: "3", path: "/pages/g6/index" }],
  });
  await read(workspace);
  const log = await readLog(workspace);
  const ids = (index: number) => log[index]?.payload["context"];
  expect(log.map(({ type, name, anonymous_id: who }) => [type, name, who])).toEqual([
    ["page", "/pages/g6/index", "mini-1"],
    ["track", "Quote Requested", "mini-1"],
    ["page", "/pages/g6/index", "d1"],
  ]);
  expect(ids(1)).toMatchObject({
    externalIds: [
      { type: "wechat_openid", id: "mini-1" },
      { type: "unionid", id: "union-1" },
    ],
  });
  expect(ids(2)).not.toMatchObject({ externalIds: [{}] });
  api.close();
});
