import { gzipSync } from "node:zlib";
import type { SourceId } from "@causeway/kernel";
import { assertIsolated } from "@causeway/platform-database/testing";
import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  buildTimeIndex,
  changeSource,
  deleteSource,
  listSources,
  parseEvent,
} from "../src/index.ts";
import { insertDeliveries, insertWithin } from "../src/ingest/insert-events.ts";
import { reasonsInBothLanguages } from "../src/reasons-migration.ts";
import { type IngestionServer, readLog, startIngestionServer } from "../src/testing/index.ts";

let server: IngestionServer;
beforeAll(async () => {
  server = await startIngestionServer();
});
afterAll(() => server.close());

const track = (messageId: string, more: object = {}) => ({
  type: "track",
  event: "Viewed",
  userId: "u1",
  messageId,
  timestamp: new Date().toISOString(),
  ...more,
});

it("POST /v1/batch acknowledges what the log holds, once for each messageId", async () => {
  const { workspace, source } = await server.newSource();
  const batch = [track("a"), track("b"), track("a")];
  for (let attempt = 0; attempt < 3; attempt++) {
    const response = await server.post("/v1/batch", { batch }, source.writeKey);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ success: true });
  }
  expect((await readLog(workspace)).map((event) => event.message_id)).toEqual(["a", "b"]);
  const [health] = await workspace.transaction(listSources);
  expect(health).toMatchObject({ events24h: 2, rejected24h: 0 });
  expect(health?.hourly).toHaveLength(24);
  expect(health?.hourly.reduce((sum, count) => sum + count, 0)).toBe(2);
  expect(health?.lastEventAt).not.toBeNull();
});

it("insertDeliveries() does not wait for the commit of another turn, and both count", async () => {
  const { workspace, source } = await server.newSource();
  const receivedAt = new Date();
  const reception = { receivedAt, sentAt: null, type: null, context: {}, ip: null, history: false };
  const delivery = (messageId: string) => {
    const verdict = parseEvent(track(messageId), reception);
    if (!verdict.ok) throw new Error(verdict.reason.en);
    return { source: source.id as SourceId, events: [verdict.event], rejected: [] };
  };
  // Makes the partition.
  await server.writer.write(workspace, delivery("first"));
  await workspace.transaction(async (trx) => {
    await insertWithin(trx, workspace.id, [delivery("second")], 0);
    await insertDeliveries(workspace, [delivery("third")], { turn: 1 });
  });
  const [health] = await workspace.transaction(listSources);
  expect(health).toMatchObject({ events24h: 3 });
});

it("POST /v1/batch keeps concurrent retries of the same events single", async () => {
  const { workspace, source } = await server.newSource();
  const batches = Array.from({ length: 30 }, (_, index) => ({
    batch: Array.from({ length: 20 }, (__, at) => track(`m${(index % 10) * 20 + at}`)),
  }));
  const answers = await Promise.all(
    batches.map((body) => server.post("/v1/batch", body, source.writeKey)),
  );
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
  expect(await readLog(workspace)).toHaveLength(200);
});

it("single events that come beside each other share transactions", async () => {
  const { workspace, source } = await server.newSource();
  const names = Array.from({ length: 60 }, (_, index) => `s${index}`);
  const answers = await Promise.all(
    names.map((name) => server.post("/v1/track", track(name), source.writeKey)),
  );
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
  const { rows } = await workspace.transaction((trx) =>
    sql<{ events: number; transactions: number }>`
      select count(*) as events, count(distinct tx_id::text) as transactions from events`.execute(
      trx,
    ),
  );
  expect(rows[0]?.events).toBe(60);
  expect(rows[0]?.transactions).toBeLessThan(60);
});

it("EventWriter keeps the order of arrival, though a transaction begins while the one before commits", async () => {
  const { workspace, source } = await server.newSource();
  const names = Array.from({ length: 400 }, (_, index) => `n${index}`);
  const receivedAt = new Date();
  const reception = { receivedAt, sentAt: null, type: null, context: {}, ip: null, history: false };
  const write = async (messageId: string) => {
    const verdict = parseEvent({ type: "track", event: "Seen", userId: "u", messageId }, reception);
    if (!verdict.ok) throw new Error(verdict.reason.en);
    await server.writer.write(workspace, {
      source: source.id as SourceId,
      events: [verdict.event],
      rejected: [],
    });
  };
  const writing: Promise<void>[] = [];
  for (const name of names) {
    writing.push(write(name));
    // Some arrive while others are being written.
    if (writing.length % 20 === 0) await writing.at(-20);
  }
  await Promise.all(writing);
  const { rows } = await workspace.transaction((trx) =>
    sql<{ message_id: string; tx_id: string }>`
      select message_id, tx_id::text from events order by events.tx_id, id`.execute(trx),
  );
  expect(rows.map((row) => row.message_id)).toEqual(names);
  expect(new Set(rows.map((row) => row.tx_id)).size).toBeGreaterThan(1);
});

it("each single path gives its events their type, under its long and its short name", async () => {
  const { workspace, source } = await server.newSource();
  const bodies = {
    track: { event: "Paid" },
    page: { name: "Pricing" },
    screen: { name: "Home" },
    identify: { traits: { email: "a@example.com" } },
    group: { groupId: "acme" },
    alias: { previousId: "anon" },
  };
  for (const [type, body] of Object.entries(bodies)) {
    for (const path of [`/v1/${type}`, `/v1/${type.slice(0, 1)}`]) {
      const response = await server.post(path, { userId: "u1", ...body }, source.writeKey);
      expect([path, response.status]).toEqual([path, 200]);
    }
  }
  const types = (await readLog(workspace)).map((event) => event.type);
  expect(types).toEqual(Object.keys(bodies).flatMap((type) => [type, type]));
});

it("ingestion accepts the key in the body or the query, and gzip under any content type", async () => {
  const { workspace, source } = await server.newSource();
  const inBody = await server.post("/v1/track", { ...track("1"), writeKey: source.writeKey });
  const inQuery = await server.post(`/v1/track?writeKey=${source.writeKey}`, track("2"));
  const packed = await fetch(`${server.url}/v1/batch`, {
    method: "POST",
    body: gzipSync(JSON.stringify({ writeKey: source.writeKey, batch: [track("3")] })),
    headers: { "content-type": "application/x-www-form-urlencoded", "content-encoding": "gzip" },
  });
  expect([inBody.status, inQuery.status, packed.status]).toEqual([200, 200, 200]);
  const events = await readLog(workspace);
  expect(events.map((event) => event.message_id)).toEqual(["1", "2", "3"]);
  expect(JSON.stringify(events)).not.toContain(source.writeKey);
});

it("a bad event of a batch is kept with its reason while the others are stored", async () => {
  const { workspace, source } = await server.newSource();
  const batch = [track("1"), { type: "track", userId: "u" }, 7, track("2")];
  expect((await server.post("/v1/batch", { batch }, source.writeKey)).status).toBe(200);
  expect(await readLog(workspace)).toHaveLength(2);
  const { rows } = await workspace.transaction((trx) =>
    sql`select reason, payload from rejected_events order by id`.execute(trx),
  );
  expect(rows).toEqual([
    {
      reason: { zh: "track 事件缺少 `event`", en: "A track event needs `event`" },
      payload: { type: "track", userId: "u" },
    },
    { reason: { zh: "事件不是对象", en: "The event is not an object" }, payload: 7 },
  ]);
});

it("reasonsInBothLanguages gives old reasons their Chinese where it is known", async () => {
  const { workspace, source } = await server.newSource();
  const { rows } = await workspace.alter(async (trx) => {
    for (const [table, column] of [
      ["rejected_events", "reason"],
      ["raw_deliveries", "reason"],
      ["sources", "last_error"],
    ]) {
      await sql.raw(`alter table ${table} alter ${column} type text using null`).execute(trx);
    }
    await sql`insert into rejected_events (source_id, received_at, reason, payload)
      select ${source.id}::uuid, now(), reason, '{}'
      from unnest(array['The call has no id', 'said by another']) as old(reason)`.execute(trx);
    await reasonsInBothLanguages.up(trx);
    return sql`select reason, (select last_error from sources limit 1) as error
      from rejected_events order by id`.execute(trx);
  });
  expect(rows).toEqual([
    { reason: { zh: "通话记录没有编号", en: "The call has no id" }, error: null },
    { reason: { zh: "said by another", en: "said by another" }, error: null },
  ]);
});

it("the newest 10,000 rejected events of a source are kept", async () => {
  const { workspace, source } = await server.newSource();
  const count = async () => {
    const { rows } = await workspace.transaction((trx) =>
      sql<{ count: number }>`select count(*) from rejected_events`.execute(trx),
    );
    return rows[0]?.count;
  };
  await workspace.transaction((trx) =>
    sql`insert into rejected_events (source_id, received_at, reason, payload)
      select ${source.id}, now(), '{}', '{}' from generate_series(1, 10020)`.execute(trx),
  );
  await server.post("/v1/batch", { batch: [1, 2, 3] }, source.writeKey);
  expect(await count()).toBe(10_000);
});

it("ingestion refuses only what can never be stored: unknown keys, no JSON, too much at once", async () => {
  const { workspace, source } = await server.newSource();
  const status = async (path: string, body: unknown, key?: string) =>
    (await server.post(path, body, key)).status;
  expect(await status("/v1/batch", { batch: [] })).toBe(401);
  expect(await status("/v1/batch", { batch: [] }, "cw_nonsense")).toBe(401);
  expect(await status("/v1/batch", "a=b", source.writeKey)).toBe(400);
  const many = Array.from({ length: 2_501 }, (_, index) => ({ messageId: `${index}` }));
  expect(await status("/v1/batch", { batch: many }, source.writeKey)).toBe(413);
  const large = { batch: [], filler: "x".repeat(520_000) };
  expect(await status("/v1/batch", large, source.writeKey)).toBe(413);
  expect(await readLog(workspace)).toEqual([]);
});

it("pausing and deleting a source take effect at once", async () => {
  const { workspace, source } = await server.newSource();
  const send = async () => (await server.post("/v1/track", track("x"), source.writeKey)).status;
  expect(await send()).toBe(200);
  const id = source.id as Parameters<typeof deleteSource>[1];
  await changeSource(workspace, id, { enabled: false });
  await expect.poll(send).toBe(403);
  await changeSource(workspace, id, { enabled: true });
  await expect.poll(send).toBe(200);
  await deleteSource(workspace, id);
  await expect.poll(send).toBe(401);
});

it("a browser of another origin passes the preflight and learns nothing but success", async () => {
  const { source } = await server.newSource();
  const origin = "https://shop.example";
  const preflight = await fetch(`${server.url}/v1/t`, {
    method: "OPTIONS",
    headers: {
      origin,
      "access-control-request-method": "POST",
      "access-control-request-headers": "authorization,content-type",
    },
  });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get("access-control-allow-origin")).toBe(origin);
  expect(preflight.headers.get("access-control-allow-headers")).toContain("authorization");
  expect(preflight.headers.get("access-control-allow-credentials")).toBeNull();
  const metrics = await fetch(`${server.url}/v1/m`, {
    method: "POST",
    body: "{}",
    headers: { origin },
  });
  expect(metrics.status).toBe(200);
  const settings = await fetch(`${server.url}/v1/projects/${source.writeKey}/settings`);
  expect(await settings.json()).toEqual({
    integrations: {
      "Segment.io": {
        apiKey: source.writeKey,
        apiHost: `${new URL(server.url).host}/v1`,
        protocol: "http",
      },
    },
  });
});

it("no table of this module, partitions made on demand too, can be reached from another workspace", async () => {
  const { source } = await server.newSource();
  await server.post("/v1/track", track("1"), source.writeKey);
  expect(await assertIsolated(server.test)).toBeGreaterThan(10);
});

it("buildTimeIndex() gives partitions of a large log the index that new ones have, and goes on where it was cut off", async () => {
  const { workspace, source } = await server.newSource();
  await server.post("/v1/track", track("1"), source.writeKey);
  const alter = (statement: string) =>
    workspace.alter(async (trx) => void (await sql.raw(statement).execute(trx)));
  await alter("drop index events_by_time");
  // As the migration leaves it where the log is large, and as an end of the process leaves one of its parts.
  await alter("create index events_by_time on only events using brin (occurred_at)");
  await alter("create index events_undated_by_time on events_undated using brin (occurred_at)");
  await buildTimeIndex(workspace);
  const { rows } = await workspace.transaction((trx) =>
    sql`select c.relname as name, i.indisvalid as "isValid" from pg_partition_tree('events_by_time') t
      join pg_index i on i.indexrelid = t.relid join pg_class c on c.oid = i.indrelid order by 1`.execute(
      trx,
    ),
  );
  expect(rows).toContainEqual({ name: "events", isValid: true });
  expect(rows).toContainEqual({ name: "events_undated", isValid: true });
  expect(rows.length).toBeGreaterThan(1);
});

it("events of any month find their partition, also when several arrive at once", async () => {
  const { workspace, source } = await server.newSource();
  const times = [
    "2019-03-05",
    "2019-07-01",
    "2024-02-29",
    "2025-12-31",
    "2026-10-01",
    "1970-01-09",
  ];
  const answers = await Promise.all(
    times.map((day) =>
      server.post("/v1/track", track(day, { timestamp: `${day}T08:00:00Z` }), source.writeKey),
    ),
  );
  expect(answers.map((answer) => answer.status)).toEqual(times.map(() => 200));
  const { rows } = await workspace.transaction((trx) =>
    sql<{ table: string; message_id: string }>`
      select tableoid::regclass::text as "table", message_id from events order by message_id`.execute(
      trx,
    ),
  );
  const tables = new Map(rows.map((row) => [row.message_id, row.table.replace(/^.*\./, "")]));
  expect(tables.get("2019-03-05")).toBe("events_2019");
  expect(tables.get("2019-07-01")).toBe("events_2019");
  expect(tables.get("2026-10-01")).toBe("events_2026_10");
  expect(tables.get("1970-01-09")).toBe("events_undated");
});

it("hostile bodies never get a 5xx", async () => {
  const { source } = await server.newSource();
  const nasty = fc.constantFrom(
    "\0",
    "\ud800",
    "'; drop table events; --",
    "9".repeat(400),
    "\u202e",
  );
  const value = fc.oneof(fc.jsonValue({ maxDepth: 6 }), nasty, fc.dictionary(nasty, nasty));
  const event = fc.record(
    {
      type: fc.oneof(fc.constantFrom("track", "page", "identify", "group", "alias"), value),
      event: value,
      userId: value,
      anonymousId: value,
      messageId: value,
      timestamp: fc.oneof(
        value,
        fc.constantFrom("+275760-09-13T00:00:00Z", "0000-00-00", -1, 8.64e15),
      ),
      sentAt: value,
      groupId: value,
      context: value,
      traits: value,
      properties: value,
    },
    { requiredKeys: [] },
  );
  const body = fc.oneof(
    value,
    event,
    fc.record({ batch: fc.array(event), sentAt: value, context: value }),
  );
  const path = fc.constantFrom("/v1/batch", "/v1/t", "/v1/identify", "/v1/g", "/v1/m");
  await fc.assert(
    fc.asyncProperty(path, body, async (where, what) => {
      const response = await server.post(where, JSON.stringify(what), source.writeKey);
      expect([200, 400, 413]).toContain(response.status);
    }),
    { numRuns: 300 },
  );
  const bytes = fc.uint8Array({ maxLength: 400 });
  await fc.assert(
    fc.asyncProperty(bytes, async (what) => {
      const response = await server.post("/v1/batch", new Uint8Array(what), source.writeKey);
      expect([200, 400, 401, 413]).toContain(response.status);
    }),
    { numRuns: 100 },
  );
});
