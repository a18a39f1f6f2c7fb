import { type SourceId, seededRandom, systemClock } from "@causeway/kernel";
import {
  identityMigrations,
  identityProjection,
  linkChangedRecords,
} from "@causeway/module-identity";
import { createRecords, onRecordChange, recordsMigrations } from "@causeway/module-records";
import {
  catchUpProjections,
  createEventWriter,
  createSource,
  ingest,
  touchpointsMigrations,
} from "@causeway/module-touchpoints";
import { twinMigrations, twinProjection } from "@causeway/module-twin";
import {
  assertIsolated,
  createTestDatabase,
  type TestDatabase,
} from "@causeway/platform-database/testing";
import { createJobs, type Jobs } from "@causeway/platform-jobs";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { forecastMigrations, workWorth, worthQueue } from "../src/index.ts";
import { readWorthCases } from "../src/worth/read-worth-cases.ts";
import { requestWorth } from "../src/worth/worth-queue.ts";
import { readWorth } from "../src/worth/worth-routes.ts";

const actor = { kind: "system", id: "test" } as const;
const dayMs = 86_400_000;
const now = Date.now();
const daysAgo = (days: number) => new Date(now - days * dayMs);

let test: TestDatabase;
let jobs: Jobs;
let unlisten: () => void;
beforeAll(async () => {
  test = await createTestDatabase({
    modules: [
      recordsMigrations,
      touchpointsMigrations,
      identityMigrations,
      twinMigrations,
      forecastMigrations,
    ],
  });
  unlisten = onRecordChange(linkChangedRecords);
  jobs = createJobs({
    database: test.database,
    queues: [worthQueue],
    log: { error: () => undefined, warn: () => undefined },
  });
  workWorth({ database: test.database, jobs, clock: systemClock });
  await jobs.start();
});
afterAll(async () => {
  await jobs.stop();
  unlisten();
  await test.close();
});

it("a look at touchpoints tells what says something about winning from what does not, without the future", async () => {
  const workspace = await test.workspace();
  const source = await createSource(workspace, { name: "All", history: true });
  const random = seededRandom(9);
  const leads = Array.from({ length: 260 }, (_, number) => {
    const views = Math.floor(4 * random());
    return {
      email: `p${number}@firm${number}.cn`,
      created: 300 - number,
      views,
      news: Math.floor(3 * random()),
      isWon: random() < 1 / (1 + Math.exp(-1.8 * (views - 1.5))),
    };
  });
  const page = (email: string, path: string, ago: number, number: number) => ({
    type: "page",
    messageId: `${email}${path}${ago}${number}`,
    userId: email,
    context: { traits: { email } },
    timestamp: daysAgo(ago).toISOString(),
    receivedAt: daysAgo(ago).toISOString(),
    properties: { path, title: path },
  });
  const events = leads.flatMap(({ email, created, views, news, isWon }) => [
    ...Array.from({ length: views }, (_, number) => page(email, "/pricing", created + 5, number)),
    ...Array.from({ length: news }, (_, number) => page(email, "/news", created + 5, number)),
    // Those who have won come back afterwards; that is no sign of winning.
    ...(isWon ? [page(email, "/support", created - 40, 0)] : []),
  ]);
  await workspace.transaction((trx) =>
    createRecords(trx, {
      object: "lead",
      records: leads.map(({ email, created, isWon }) => ({
        values: {
          name: email,
          email,
          status: isWon ? "converted" : "lost",
          outcome: isWon ? "won" : "lost",
          closed_at: daysAgo(created - 30).toISOString(),
        },
        occurredAt: daysAgo(created),
      })),
      actor,
    }),
  );
  const writer = createEventWriter({ clock: systemClock });
  for (let at = 0; at < events.length; at += 500) {
    await ingest(
      {
        workspace,
        source: { source: source.id as SourceId, history: true },
        ip: null,
        payload: { batch: events.slice(at, at + 500) },
        type: null,
      },
      writer,
      systemClock,
    );
  }
  await catchUpProjections(workspace, [identityProjection, twinProjection]);
  const cases = await readWorthCases(workspace);
  expect(cases).toHaveLength(260);
  expect(cases.filter(({ counts }) => counts["page:support"] !== undefined)).toEqual([]);
  const seen = leads.filter(({ views }) => views > 0).length;
  expect(cases.filter(({ counts }) => counts["page:pricing"] !== undefined)).toHaveLength(seen);
  await workspace.transaction((trx) => requestWorth(trx, jobs));
  const read = () => workspace.transaction(readWorth, { readOnly: true });
  await vi.waitFor(
    async () => expect(await read()).toMatchObject({ state: "ready", isComputing: false }),
    { timeout: 60_000, interval: 100 },
  );
  const { types, telling, tested, leads: count } = await read();
  expect(count).toBe(260);
  expect([types[0]?.type, types[0]?.proposal, types[0]?.label.en]).toEqual([
    "page:pricing",
    "L1",
    "Page: Pricing",
  ]);
  expect([telling, tested]).toEqual([1, 2]);
  expect(types.find(({ type }) => type === "page:support")?.gain).toBeNull();
});

it("touchpoint worth shows nothing of another workspace", async () => {
  expect(await assertIsolated(test)).toBeGreaterThan(0);
});
