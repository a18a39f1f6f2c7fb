import { type EventItem, simulateMarket, streamMarket } from "@causeway/engine-simulation";
import { systemClock } from "@causeway/kernel";
import { recordsMigrations } from "@causeway/module-records";
import { signalsMigrations } from "@causeway/module-signals";
import {
  createEventWriter,
  createSourceDirectory,
  deliveriesQueue,
  type EventWriter,
  ingestionRoutes,
  listSources,
  sourceAuthenticator,
  touchpointsMigrations,
  wakeReadingBy,
  workDeliveries,
} from "@causeway/module-touchpoints";
import { accessMigrations } from "@causeway/platform-access";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { createTestDatabase, type TestDatabase } from "@causeway/platform-database/testing";
import { buildHttpServer, type HttpServer } from "@causeway/platform-http";
import { createJobs, type Jobs, jobsMigrations } from "@causeway/platform-jobs";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { createDemo, type Demo, demoQueue } from "../src/demo/demo.ts";
import { demoMigrations } from "../src/demo/demo-migrations.ts";
import { changeDemoState, presentDemo, readDemoState } from "../src/demo/demo-state.ts";
import { loadDemo } from "../src/demo/load-demo.ts";
import { asReported } from "../src/demo/raw/as-reported.ts";
import type { RawFormat } from "../src/demo/raw/raw-format.ts";
import { rawFormats } from "../src/demo/raw/raw-formats.ts";

const customers = 40;
/** Of a market in which every kind of event happens within its first months. */
const seed = 42;
let test: TestDatabase;
let http: HttpServer;
let url: string;
let jobs: Jobs;
let demo: Demo;
let writer: EventWriter;
let closeDirectory: () => Promise<void>;

beforeAll(async () => {
  test = await createTestDatabase({
    modules: [
      jobsMigrations,
      accessMigrations,
      recordsMigrations,
      touchpointsMigrations,
      signalsMigrations,
      demoMigrations,
    ],
  });
  const directory = await createSourceDirectory(test.database);
  closeDirectory = () => directory.close();
  writer = createEventWriter({ clock: systemClock });
  http = await buildHttpServer({
    routes: ingestionRoutes({ writer, clock: systemClock }),
    authenticator: { identify: async () => null, roleIn: async () => null },
    sourceAuthenticator: sourceAuthenticator(directory),
    workspace: test.database.workspace,
    info: { title: "Test", version: "0", description: "Test" },
  });
  url = await http.app.listen({ port: 0, host: "127.0.0.1" });
  const log = { error: () => undefined, warn: () => undefined };
  jobs = createJobs({ database: test.database, queues: [demoQueue, deliveriesQueue], log });
  demo = createDemo({
    database: test.database,
    jobs,
    writer,
    url: () => url,
    customers,
    train: async () => undefined,
  });
  workDeliveries(jobs, test.database, { writer, secrets: test.database.secrets });
  await jobs.start();
});
afterAll(async () => {
  await jobs.stop();
  await http.app.close();
  await closeDirectory();
  await test.close();
});

async function newWorkspace(isDemo = true): Promise<WorkspaceDatabase> {
  const made = await test.database.createWorkspace({ name: "启衡智能装备", locale: "zh", isDemo });
  return test.database.workspace(made.id);
}

/** A workspace whose load is declared but not begun, so that a test decides when and how it runs. */
async function declaredLoad(): Promise<WorkspaceDatabase> {
  const workspace = await newWorkspace();
  await workspace.transaction((trx) =>
    sql`insert into demo_load (customers, seed, locale, start_at, cutoff_at, state, phase)
      values (${customers}, ${seed}, 'en', '2025-01-01', '2025-05-10T12:00:00Z', 'running', 'records')`.execute(
      trx,
    ),
  );
  return workspace;
}

const load = (workspace: WorkspaceDatabase, signal: AbortSignal = new AbortController().signal) =>
  loadDemo({
    ...{ workspace, url, writer, signal, clock: systemClock },
    ...{ secrets: test.database.secrets, wake: wakeReadingBy(jobs) },
  });

async function contentOf(workspace: WorkspaceDatabase): Promise<unknown> {
  return workspace.transaction(async (trx) => {
    const { rows } = await sql`select
      (select json_agg(e order by e) from (select md5(message_id || occurred_at || (payload - 'messageId')) as e from events) es) as events,
      (select json_agg(json_build_object('n', name, 's', stage, 'a', amount, 'v', version, 'c', created_at) order by name, created_at, amount) from record_deal) as deals,
      (select json_agg(json_build_object('n', name, 's', status, 'v', version) order by name, created_at) from record_lead) as leads,
      (select count(*) from record_account) as accounts,
      (select count(*) from record_changes) as changes,
      (select json_agg(json_build_object('k', key, 'v', version) order by key) from signals) as signals`.execute(
      trx,
    );
    return rows[0];
  });
}

it("loadDemo() fills records, events and signals up to the cutoff and no further", async () => {
  const workspace = await declaredLoad();
  await load(workspace);
  const state = await workspace.transaction((trx) => readDemoState(trx));
  expect(state).toMatchObject({ state: "done", phase: "done", message: null });
  expect(state?.recordsDone).toBe(state?.recordsTotal);
  expect(state?.eventsDone).toBe(state?.eventsTotal);
  const { rows } = await workspace.transaction((trx) =>
    sql<{
      accounts: number;
      events: number;
      last: Date;
      late: number;
      rejected: number;
      signals: number;
      unknown: number;
    }>`select
      (select count(*) from record_account) as accounts, (select count(*) from events) as events,
      (select max(occurred_at) from events) as last,
      (select count(*) from events where received_at <> occurred_at) as late,
      (select count(*) from rejected_events) as rejected, (select count(*) from signals) as signals,
      (select count(*) from pg_class where relnamespace = current_schema()::regnamespace
        and relkind in ('r', 'p') and reltuples < 0) as unknown`.execute(trx),
  );
  const [counts] = rows;
  expect(counts).toMatchObject({
    accounts: customers,
    events: state?.eventsTotal,
    late: 0,
    rejected: 0,
    // What PostgreSQL has never looked at, it takes for empty.
    unknown: 0,
  });
  expect(counts?.signals).toBeGreaterThan(0);
  expect(counts?.last.getTime()).toBeLessThanOrEqual(Date.UTC(2025, 4, 10, 12));
  expect(counts?.last.getTime()).toBeGreaterThan(Date.UTC(2025, 4, 8));

  const sources = await vi.waitUntil(async () => {
    const all = await workspace.transaction(listSources);
    return all.every(({ waiting }) => waiting === 0) && all;
  });
  expect(sources.every(({ lastEventAt }) => lastEventAt !== null)).toBe(true);
  const dead = Object.fromEntries(sources.map((one) => [one.connector, one.deadLetters]));
  expect(dead).toMatchObject({ "wechat-official": 1, hotline: 2, exhibition: 2, shopify: 0 });
  const raw = Object.keys(rawFormats);
  const truth = trueEvents(raw);
  const names = new Set(truth.map((text) => text.split("|")[0]));
  const wanted = ["Email Sent", "Email Replied", "Email Bounced", "Machine Heartbeat"];
  for (const name of [...wanted, "WeCom Contact Added"]) expect(names).toContain(name);
  expect(await toldOf(workspace, Object.values(rawFormats))).toEqual(truth);
});

/** What happened, to the second, whom it names and what it says: whatever format it came in, this must be what the log says. */
type Told = readonly [name: string, seconds: number, userId: string, naming: string, said: string];

/** Facts of an event that its format carries in words or figures of its own. */
const saying = ["subject", "beamHours", "spindleLoad", "alarms", "state", "stand"] as const;

async function toldOf(workspace: WorkspaceDatabase, formats: readonly RawFormat[]) {
  const connectors = formats.map(({ connector }) => connector);
  const { rows } = await workspace.transaction((trx) =>
    sql<{ told: Told }>`
      select json_build_array(coalesce(e.name, e.type), floor(extract(epoch from occurred_at)), coalesce(user_id, ''),
        coalesce(payload->'context'->'traits'->>'phone', payload->'traits'->>'phone',
                 payload->'context'->'traits'->>'email', payload->'context'->>'groupId', ''),
        concat_ws(' ', ${sql.join(saying.map((name) => sql`payload->'properties'->>${name}`))})) as told
      from events e join sources s on s.id = source_id
      where connector = any(${connectors}::text[])`.execute(trx),
  );
  return rows.map(({ told }) => told.join("|")).sort();
}

function trueEvents(sources: readonly string[]) {
  const market = simulateMarket({
    ...{ seed, customers, months: 13, locale: "en", startMs: Date.UTC(2025, 0, 1) },
  });
  const events: EventItem[] = [];
  for (const item of streamMarket(market)) {
    if (item.atMs > Date.UTC(2025, 4, 10, 12)) break;
    if (item.kind === "event" && sources.includes(item.source)) events.push(item);
  }
  return asReported(events, "en")
    .map(({ event, atMs }) => {
      const { traits = {}, groupId = "" } = event.context as {
        traits?: Record<string, string>;
        groupId?: string;
      };
      const phone = traits["phone"] ?? event.traits?.["phone"];
      const said = saying.flatMap((name) => event.properties?.[name] ?? []);
      const told: Told = [
        ...([event.event ?? event.type, Math.floor(atMs / 1000), event.userId ?? ""] as const),
        ...([String(phone ?? traits["email"] ?? groupId), said.join(" ")] as const),
      ];
      return told.join("|");
    })
    .sort();
}

it("loadDemo() that was stopped at many moments ends like one that was not", async () => {
  const whole = await declaredLoad();
  await load(whole);
  const stopped = await declaredLoad();
  // Every attempt is aborted when so many requests were acknowledged; the next one goes on.
  const real = globalThis.fetch;
  for (const budget of [0, 1, 2, 5, 9, 17, 30]) {
    const controller = new AbortController();
    let sent = 0;
    vi.stubGlobal("fetch", async (...input: Parameters<typeof fetch>) => {
      const answer = await real(...input);
      if (++sent > budget) controller.abort(new Error("stopped"));
      return answer;
    });
    await expect(load(stopped, controller.signal)).rejects.toThrow("stopped");
  }
  vi.unstubAllGlobals();
  await load(stopped);
  const [left, right] = await Promise.all([contentOf(whole), contentOf(stopped)]);
  expect(right).toEqual(left);
});

it("loadDemo() waits where the ingestion API asks for time, and loses nothing", async () => {
  const workspace = await declaredLoad();
  const real = globalThis.fetch;
  let refused = 0;
  vi.stubGlobal("fetch", async (...input: Parameters<typeof fetch>) => {
    if (refused < 3) {
      refused++;
      return new Response("busy", { status: 503, headers: { "retry-after": "0.01" } });
    }
    return real(...input);
  });
  await load(workspace);
  vi.unstubAllGlobals();
  expect(refused).toBe(3);
  expect(await workspace.transaction((trx) => readDemoState(trx))).toMatchObject({ state: "done" });
});

it("loadDemo() stops at a cancel and goes on when it is taken up again", async () => {
  const workspace = await declaredLoad();
  const running = load(workspace);
  await vi.waitUntil(
    async () => ((await workspace.transaction((trx) => readDemoState(trx)))?.eventsDone ?? 0) > 0,
    { timeout: 60_000, interval: 10 },
  );
  await workspace.transaction((trx) => changeDemoState(trx, { state: "cancelled" }));
  await running;
  const cancelled = await workspace.transaction((trx) => readDemoState(trx));
  expect(cancelled?.state).toBe("cancelled");
  expect(cancelled?.eventsDone).toBeLessThan(cancelled?.eventsTotal ?? 0);
  await workspace.transaction((trx) => changeDemoState(trx, { state: "running" }, ["cancelled"]));
  await load(workspace);
  expect(await workspace.transaction((trx) => readDemoState(trx))).toMatchObject({ state: "done" });
});

it("demo.start() loads in the background, ends now, and refuses a workspace that is no demo", async () => {
  const real = await newWorkspace(false);
  await expect(demo.start(real.id)).rejects.toMatchObject({ code: "conflict" });
  const workspace = await newWorkspace();
  await demo.start(workspace.id);
  await vi.waitUntil(
    async () => (await workspace.transaction((trx) => readDemoState(trx)))?.state === "done",
    {
      timeout: 150_000,
    },
  );
  const { rows } = await workspace.transaction((trx) =>
    sql<{ last: Date }>`select max(occurred_at) as last from events`.execute(trx),
  );
  expect(rows[0]?.last.getTime()).toBeGreaterThan(Date.now() - 3 * 86_400_000);
  expect(rows[0]?.last.getTime()).toBeLessThanOrEqual(Date.now());
});

it("presentDemo() tells the time left from the pace since the last start", async () => {
  const workspace = await declaredLoad();
  const resumedAt = new Date("2026-01-01T00:00:00Z");
  await workspace.transaction((trx) =>
    changeDemoState(trx, {
      resumedAt,
      doneAtResume: 100,
      recordsDone: 150,
      recordsTotal: 200,
      eventsDone: 150,
      eventsTotal: 700,
    }),
  );
  const state = await workspace.transaction((trx) => readDemoState(trx));
  const progress = presentDemo(state, new Date("2026-01-01T00:00:20Z"));
  expect(progress.secondsLeft).toBe(60);
  expect(presentDemo(undefined, new Date())).toMatchObject({ state: "none" });
});
