import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type IngestionServer, readLog, startIngestionServer } from "../src/testing/index.ts";

const bounds = { maxQueuedEvents: 400, maxQueuedBytes: 2_000_000, maxBodyBytes: 600_000 };
let server: IngestionServer;
beforeAll(async () => {
  server = await startIngestionServer(bounds);
});
afterAll(() => server.close());

const patience = { timeout: 60_000 };

const track = (messageId: string, more: object = {}) => ({
  type: "track",
  event: "Viewed",
  userId: "u1",
  messageId,
  timestamp: new Date().toISOString(),
  ...more,
});

const batchOf = (name: string, size: number) => ({
  batch: Array.from({ length: size }, (_, index) => track(`${name}-${index}`)),
});

type Workspace = Awaited<ReturnType<IngestionServer["newSource"]>>["workspace"];

/** Lets nothing be stored in a workspace until the returned function is called. */
async function holdUp(workspace: Workspace): Promise<() => Promise<void>> {
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  let transaction = Promise.resolve();
  await new Promise<void>((resolve, reject) => {
    transaction = workspace.transaction(async (trx) => {
      await sql`lock table events in share mode`.execute(trx);
      resolve();
      await gate;
    });
    transaction.catch(reject);
  });
  return async () => {
    open();
    await transaction;
  };
}

async function rejectedReasons(workspace: Workspace): Promise<readonly string[]> {
  const { rows } = await workspace.transaction((trx) =>
    sql<{
      reason: string;
    }>`select reason->>'en' as reason from rejected_events order by id`.execute(trx),
  );
  return rows.map(({ reason }) => reason);
}

it("under overload every request is stored exactly once or refused with Retry-After, and memory stays bounded", async () => {
  const { workspace, source } = await server.newSource();
  const other = await server.newSource();
  expect((await server.post("/v1/batch", batchOf("first", 1), source.writeKey)).status).toBe(200);
  expect((await server.post("/v1/batch", batchOf("o", 1), other.source.writeKey)).status).toBe(200);
  const letGo = await holdUp(workspace);
  const letOtherGo = await holdUp(other.workspace);

  let mostEvents = 0;
  let mostBytes = 0;
  const answered = { [source.writeKey]: 0, [other.source.writeKey]: 0 };
  const send = async (name: string, key: string) => {
    const answer = server.post("/v1/batch", batchOf(name, 10), key);
    mostEvents = Math.max(mostEvents, server.writer.queuedEvents);
    mostBytes = Math.max(mostBytes, server.intake.bytes);
    const { status, headers } = await answer;
    answered[key] = (answered[key] ?? 0) + 1;
    return { name, status, retryAfter: headers.get("retry-after") };
  };
  const names = Array.from({ length: 60 }, (_, index) => `b${index}`);
  const answers = names.map((name) => send(name, source.writeKey));
  // Half of the queue is the most that one workspace may have: 20 requests wait, 40 are refused while they do.
  await expect.poll(() => answered[source.writeKey], patience).toBe(40);
  expect(server.writer.queuedEvents).toBe(200);
  // Another workspace is still served, until the whole queue is full.
  const others = names.slice(0, 30).map((name) => send(name, other.source.writeKey));
  await expect.poll(() => answered[other.source.writeKey], patience).toBe(10);
  expect(server.writer.queuedEvents).toBe(400);
  await letGo();
  await letOtherGo();

  const settled = await Promise.all(answers);
  const settledOthers = await Promise.all(others);
  const count = (list: typeof settled, status: number) =>
    list.filter((answer) => answer.status === status).length;
  expect([count(settled, 200), count(settled, 429)]).toEqual([20, 40]);
  expect(count(settledOthers, 200)).toBe(20);
  expect(count(settledOthers, 429) + count(settledOthers, 503)).toBe(10);
  for (const { status, retryAfter } of [...settled, ...settledOthers]) {
    if (status !== 200) expect(Number(retryAfter)).toBeGreaterThan(0);
  }
  const acknowledged = settled.filter(({ status }) => status === 200).map(({ name }) => name);
  const stored = (await readLog(workspace)).map((event) => event.message_id);
  const expected = acknowledged.flatMap((name) =>
    Array.from({ length: 10 }, (_, index) => `${name}-${index}`),
  );
  expect([...stored].sort()).toEqual(["first-0", ...expected].sort());

  // Clients send again what was refused, and in doubt what was not: still once each.
  let left = names;
  while (left.length > 0) {
    const again = await Promise.all(left.map((name) => send(name, source.writeKey)));
    left = again.filter(({ status }) => status !== 200).map(({ name }) => name);
  }
  expect(await readLog(workspace)).toHaveLength(601);
  expect(mostEvents).toBeLessThanOrEqual(400);
  expect(mostBytes).toBeLessThanOrEqual(bounds.maxBodyBytes);
  expect([server.writer.queuedEvents, server.writer.queuedBytes]).toEqual([0, 0]);
  await expect.poll(() => server.intake.bytes, patience).toBe(0);
});

it("bodies that together would not fit are refused before they are read; a slow sender holds what it has sent", async () => {
  const { workspace, source } = await server.newSource();
  const { hostname, port } = new URL(server.url);
  const slow = connect({ host: hostname, port: Number(port) });
  const key = btoa(`${source.writeKey}:`);
  const head = `POST /v1/batch HTTP/1.1\r\nHost: x\r\nAuthorization: Basic ${key}\r\nContent-Length: 450000\r\n\r\n`;
  slow.write(`${head}{"batch":[${" ".repeat(200_000)}`);
  await expect.poll(() => server.intake.bytes, patience).toBeGreaterThanOrEqual(200_000);

  // A small request is answered while the slow one goes on; a large one would go over the bound.
  expect((await server.post("/v1/track", track("small"), source.writeKey)).status).toBe(200);
  const large = await server.post(
    "/v1/batch",
    `{"batch":[]}${" ".repeat(450_000)}`,
    source.writeKey,
  );
  expect([large.status, large.headers.get("retry-after")]).toEqual([503, "2"]);
  // Without a declared length it is refused when the bound is reached.
  const chunked = await new Promise<number | undefined>((resolve, reject) => {
    const sent = httpRequest(
      `${server.url}/v1/batch`,
      { method: "POST", headers: { authorization: `Basic ${key}` } },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      },
    ).on("error", reject);
    for (let part = 0; part < 9; part++) sent.write(" ".repeat(50_000));
    sent.end();
  });
  expect(chunked).toBe(503);

  slow.destroy();
  await expect.poll(() => server.intake.bytes, patience).toBe(0);
  expect((await readLog(workspace)).map((event) => event.message_id)).toEqual(["small"]);
});

it("bombs get a clear answer, and what is right in a batch is kept", async () => {
  const { workspace, source } = await server.newSource();
  const post = async (body: string | Uint8Array) => {
    const answer = await server.post("/v1/batch", body, source.writeKey);
    const { detail } = (await answer.json()) as { detail?: string };
    return [answer.status, detail];
  };
  const bomb = gzipSync(Buffer.alloc(200_000_000, " "));
  expect(bomb.length).toBeLessThan(500 * 1024);
  expect(await post(bomb)).toEqual([413, "A request holds at most 500 KB"]);
  const deep = "[".repeat(200_000);
  // A bare list is a batch; this one holds one event, which is none.
  expect(await post(`${deep}${"]".repeat(200_000)}`)).toEqual([200, undefined]);
  expect(await post(`{"batch":${deep}`)).toEqual([400, "The body is not JSON"]);

  const nested = JSON.parse(`${'{"a":'.repeat(41)}1${"}".repeat(41)}`) as object;
  const wide = Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`field${at}`, at]));
  const batch = [
    track("right-1"),
    track("nested", { properties: nested }),
    track("wide", { properties: wide }),
    track("nul\0", { properties: { text: "a\0b" } }),
    track("lone\ud800", { event: "x\udc00", properties: { "\ud800": "\udfff" } }),
    track("far", { timestamp: "+099999-01-01T00:00:00Z" }),
    track("further", { timestamp: 8.64e15, sentAt: "-271821-04-20T00:00:00Z" }),
    track("long".repeat(30)),
    track("right-2"),
  ];
  expect(await post(JSON.stringify({ batch }))).toEqual([200, undefined]);
  const log = await readLog(workspace);
  expect(log.map((event) => event.message_id)).toEqual([
    "right-1",
    "nul",
    "lone\ufffd",
    "far",
    "further",
    "right-2",
  ]);
  expect(log[1]?.payload["properties"]).toEqual({ text: "ab" });
  expect(log[2]).toMatchObject({
    name: "x\ufffd",
    payload: { properties: { "\ufffd": "\ufffd" } },
  });
  expect(await rejectedReasons(workspace)).toEqual([
    "The event is not an object",
    "The event nests deeper than 40",
    "The event is larger than 32 KB",
    "`messageId` is longer than 100 characters",
  ]);
});

it("a source of history cannot put an event into a month that no calendar has", async () => {
  const { workspace, source } = await server.newSource({ history: true });
  const years = ["0001-01-01T00:00:00Z", "-000044-03-15T00:00:00Z", "+275760-09-13T00:00:00Z"];
  const batch = years.map((receivedAt, at) => {
    const { timestamp: _none, ...undated } = track(`${at}`);
    return { ...undated, receivedAt };
  });
  expect((await server.post("/v1/batch", { batch }, source.writeKey)).status).toBe(200);
  const { rows } = await workspace.transaction((trx) =>
    sql<{
      fresh: boolean;
    }>`select received_at > now() - interval '1 hour' as fresh from events`.execute(trx),
  );
  expect(rows).toEqual([{ fresh: true }, { fresh: true }, { fresh: true }]);
});
