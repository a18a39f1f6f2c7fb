import { seededRandom, systemClock } from "@causeway/kernel";
import {
  createRecord,
  createRecords,
  recordsMigrations,
  updateRecord,
} from "@causeway/module-records";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import {
  assertIsolated,
  createTestDatabase,
  type TestDatabase,
} from "@causeway/platform-database/testing";
import { createJobs, type Jobs } from "@causeway/platform-jobs";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { readDealLives } from "../src/forecast/read-deal-lives.ts";
import { readForecast } from "../src/forecast/read-forecast.ts";
import { setSalesTarget } from "../src/forecast/sales-targets.ts";
import {
  forecastMigrations,
  forecastQueues,
  predictionMigrations,
  requestForecast,
  workForecasts,
} from "../src/index.ts";

const actor = { kind: "system", id: "test" } as const;
const dayMs = 86_400_000;
const now = Date.UTC(2026, 5, 16);
const clock = () => new Date(now);
const daysAgo = (days: number) => new Date(now - days * dayMs);
const patience = 60_000;

let test: TestDatabase;
let jobs: Jobs;
beforeAll(async () => {
  test = await createTestDatabase({
    modules: [recordsMigrations, predictionMigrations, forecastMigrations],
  });
  jobs = createJobs({
    database: test.database,
    queues: forecastQueues,
    log: { error: () => undefined, warn: () => undefined },
  });
  workForecasts({ database: test.database, jobs, clock });
  await jobs.start();
});
afterAll(async () => {
  await jobs.stop();
  await test.close();
});

it("readDealLives() tells of each deal what it was at every moment, back to its creation", async () => {
  const workspace = await test.workspace();
  const deal = await workspace.transaction((trx) =>
    createRecord(trx, {
      object: "deal",
      values: { name: "A", stage: "discovery", amount: 100, team: "east" },
      actor,
      occurredAt: daysAgo(30),
    }),
  );
  const change = (values: Record<string, string | number>, occurredAt: Date) =>
    workspace.transaction((trx) =>
      updateRecord(trx, { object: "deal", id: deal.id, values, actor, occurredAt }),
    );
  await change({ stage: "solution", amount: 120 }, daysAgo(20));
  await change({ stage: "won", closed_at: daysAgo(5).toISOString() }, daysAgo(5));
  const [life] = await readDealLives(workspace);
  expect(life).toMatchObject({
    createdMs: daysAgo(30).getTime(),
    closedMs: daysAgo(5).getTime(),
    outcome: "won",
  });
  expect(life?.states.map(({ stage, amount, team }) => [stage, amount, team])).toEqual([
    ["discovery", 100, "east"],
    ["solution", 120, "east"],
    ["won", 120, "east"],
  ]);
});

/** A year and a half of deals that take two months, half of them won, and some that are open. */
async function sell(workspace: WorkspaceDatabase): Promise<void> {
  const random = seededRandom(5);
  const records = Array.from({ length: 500 }, (_, number) => {
    const created = 540 * random();
    const closed = created - 20 - 60 * random();
    const isOpen = closed < 0;
    const stage = isOpen ? "solution" : random() < 0.5 ? "won" : "lost";
    return {
      values: {
        name: `D${number}`,
        amount: 100,
        team: number % 3 === 0 ? "west" : "east",
        stage,
        expected_close: daysAgo(closed).toISOString().slice(0, 10),
        ...(!isOpen && { closed_at: daysAgo(closed).toISOString() }),
      },
      occurredAt: daysAgo(created),
    };
  });
  await workspace.transaction((trx) => createRecords(trx, { object: "deal", records, actor }));
}

it("a forecast is made on request, beside targets, with the record of the past; month starts are kept", async () => {
  const workspace = await test.workspace();
  const read = () => workspace.transaction((trx) => readForecast(trx, clock()));
  expect(await read()).toMatchObject({ state: "none", isComputing: false, total: null });
  await sell(workspace);
  await workspace.transaction((trx) => requestForecast(trx, jobs));
  expect((await read()).isComputing).toBe(true);
  await vi.waitFor(
    async () => expect(await read()).toMatchObject({ state: "ready", isComputing: false }),
    { timeout: patience, interval: 100 },
  );
  const target = { team: "east", month: "2026-07", amount: 900 };
  const by = { userId: "u", now: clock() };
  await workspace.transaction((trx) => setSalesTarget(trx, target, by));
  const forecast = await read();
  expect(forecast.months).toEqual(["2026-06", "2026-07", "2026-08"]);
  const east = forecast.teams.find(({ team }) => team === "east");
  expect(east?.months.map((month) => month.target)).toEqual([null, 900, null]);
  expect(forecast.total?.total.target).toBe(900);
  const { model, won, commit, best } = forecast.total?.total ?? {};
  expect(won).toBeGreaterThan(0);
  expect(best).toBeGreaterThanOrEqual(commit ?? 0);
  expect(model?.mean).toBeGreaterThan(won ?? 0);
  expect(model?.low).toBeLessThan(model?.mean ?? 0);
  expect(forecast.stages.map(({ stage, label }) => [stage, label.en])).toEqual([
    ["solution", "Solution"],
  ]);
  expect(forecast.record?.quarters).toBeGreaterThan(3);
  expect(forecast.record?.accuracy).toBeGreaterThan(0.5);
  expect(forecast.record?.past.every(({ kind }) => kind === "replayed")).toBe(true);
  await workspace.transaction((trx) => setSalesTarget(trx, { ...target, amount: null }, by));
  expect((await read()).total?.total.target).toBeNull();
});

it("readForecast() says that there is too little to learn from", async () => {
  const workspace = await test.workspace();
  await workspace.transaction((trx) =>
    createRecord(trx, { object: "deal", values: { name: "A", stage: "discovery" }, actor }),
  );
  await workspace.transaction((trx) => requestForecast(trx, jobs));
  await vi.waitFor(
    async () => {
      const found = await workspace.transaction((trx) => readForecast(trx, systemClock()));
      expect(found).toMatchObject({ state: "too-few", isComputing: false, stages: [] });
    },
    { timeout: patience, interval: 100 },
  );
});

it("forecasts and targets show nothing of another workspace", async () => {
  expect(await assertIsolated(test)).toBeGreaterThan(0);
});
