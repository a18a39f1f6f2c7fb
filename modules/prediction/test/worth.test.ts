import { newId, seededRandom, systemClock } from "@causeway/kernel";
import { linkChangedRecords } from "@causeway/module-identity";
import { createRecords, onRecordChange } from "@causeway/module-records";
import { assertIsolated, type TestDatabase } from "@causeway/platform-database/testing";
import { createJobs, type Jobs } from "@causeway/platform-jobs";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { createPrediction } from "../src/definitions/definition-store.ts";
import { forecastMigrations, requestDerived, workWorth, worthQueues } from "../src/index.ts";
import { readPredictionCases } from "../src/worth/prediction-cases.ts";
import { readWorthCases } from "../src/worth/read-worth-cases.ts";
import { requestWorth } from "../src/worth/worth-queue.ts";
import { readWorth } from "../src/worth/worth-routes.ts";
import { dayMs, daysAgo, defineWins, imported, openPredictionTest } from "./deal-market.ts";
import { pageViewer } from "./page-views.ts";

let test: TestDatabase;
let jobs: Jobs;
let unlisten: () => void;
beforeAll(async () => {
  test = await openPredictionTest([forecastMigrations]);
  unlisten = onRecordChange(linkChangedRecords);
  jobs = createJobs({
    database: test.database,
    queues: worthQueues,
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
  const page = (email: string, path: string, ago: number) => ({ at: daysAgo(ago), email, path });
  const events = leads.flatMap(({ email, created, views, news, isWon }) => [
    ...Array.from({ length: views }, () => page(email, "/pricing", created + 5)),
    ...Array.from({ length: news }, () => page(email, "/news", created + 5)),
    // Those who have won come back afterwards; that is no sign of winning.
    ...(isWon ? [page(email, "/support", created - 40)] : []),
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
      actor: imported,
    }),
  );
  const view = await pageViewer(workspace);
  await view(events);
  const cases = await readWorthCases(workspace);
  expect(cases).toHaveLength(260);
  expect(cases.filter(({ counts }) => counts["page:support"] !== undefined)).toEqual([]);
  const seen = leads.filter(({ views }) => views > 0).length;
  expect(cases.filter(({ counts }) => counts["page:pricing"] !== undefined)).toHaveLength(seen);
  await workspace.transaction((trx) => requestWorth(trx, jobs));
  const read = () => workspace.transaction((trx) => readWorth(trx), { readOnly: true });
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
  // The tier it has now is that of the first rule about its topic.
  expect(types[0]?.tier).toBe("L1");
  await workspace.transaction((trx) =>
    sql`insert into page_tiers (position, matches, value, tier) values
      (0, 'topic', 'pricing', 'L3'), (1, 'topic', 'pricing', 'L2')`.execute(trx),
  );
  expect((await read()).types[0]?.tier).toBe("L3");
});

it("worth is asked of any prediction: of deals by what their account's people did before them", async () => {
  const workspace = await test.workspace();
  const random = seededRandom(3);
  const drafts = Array.from({ length: 30 }, (_, number) => ({
    email: `p${number}@firm${number}.cn`,
    views: Math.floor(3 * random()),
    created: 300 - number,
  }));
  await workspace.transaction(async (trx) => {
    const accounts = await createRecords(trx, {
      object: "account",
      actor: imported,
      records: drafts.map(({ email, created }) => ({
        values: { name: email },
        occurredAt: daysAgo(created + 50),
      })),
    });
    await createRecords(trx, {
      object: "contact",
      actor: imported,
      records: drafts.map(({ email, created }, place) => ({
        values: { name: email, email, account: accounts[place]?.id },
        occurredAt: daysAgo(created + 50),
      })),
    });
    await createRecords(trx, {
      object: "deal",
      actor: imported,
      records: drafts.map(({ email, created, views }, place) => ({
        values: {
          ...{ name: email, account: accounts[place]?.id, stage: views > 1 ? "won" : "lost" },
          closed_at: new Date(daysAgo(created).getTime() + 20 * dayMs).toISOString(),
        },
        occurredAt: daysAgo(created),
      })),
    });
    await createPrediction(trx, defineWins(), new Date());
  });
  const view = await pageViewer(workspace);
  await view(
    drafts.flatMap(({ email, views, created }) =>
      // One of them comes after the deal.
      [...Array.from({ length: views }, () => created + 3), created - 5].map((ago) => ({
        at: daysAgo(ago),
        email,
        path: "/pricing",
      })),
    ),
  );
  const cases = await readPredictionCases(workspace, "wins", new Date());
  expect(cases.map(({ isWon, counts }) => [isWon, counts["page:pricing"]?.[0] ?? 0])).toEqual(
    drafts.map(({ views }) => [views > 1, views]),
  );
  const { choices } = await workspace.transaction((trx) => readWorth(trx, "wins"));
  expect(choices.map(({ name }) => name)).toContain("wins");
  expect(choices.map(({ name }) => name)).not.toContain("deal-amount");
});

it("requestDerived() asks for the forecast and for the worth once a model has come into force, and not again", async () => {
  const workspace = await test.workspace();
  const asked: string[] = [];
  const sent = async (...[, { name }]: Parameters<Jobs["send"]>) => {
    asked.push(name);
  };
  const look = () =>
    workspace.transaction((trx) => requestDerived(trx, { send: sent as Jobs["send"] }));
  await look();
  expect(asked).toEqual([]);
  const comeIntoForce = (prediction: string) =>
    workspace.transaction(async (trx) => {
      const model = newId();
      await sql`insert into models (id, prediction, version, verdict, trained_at, card)
        values (${model}, ${prediction}, 1, 'usable', now(), '{}')`.execute(trx);
      await sql`update predictions set current_model_id = ${model}
        where name = ${prediction}`.execute(trx);
      await sql`insert into promotions (prediction, model_id, kind, at, actor_kind, actor_id, why)
        values (${prediction}, ${model}, 'promoted', now(), 'system', 'test', '{}')`.execute(trx);
    });
  await comeIntoForce("win-probability");
  await look();
  await look();
  expect(asked).toEqual(["forecast-deals"]);
  await comeIntoForce("lead-grade");
  await look();
  await look();
  expect(asked).toEqual(["forecast-deals", "touchpoint-worth"]);
  // Both were computed since; nothing rests on an older model.
  await workspace.transaction(async (trx) => {
    await sql`delete from forecast_runs`.execute(trx);
    await sql`delete from worth_runs`.execute(trx);
    await sql`insert into forecasts (id, kind, as_of, computed_at)
      values (${newId()}, 'current', now(), now())`.execute(trx);
    await sql`insert into touchpoint_worth (id, prediction, computed_at)
      values (${newId()}, 'lead-grade', now())`.execute(trx);
  });
  await look();
  expect(asked).toHaveLength(2);
});

it("touchpoint worth shows nothing of another workspace", async () => {
  expect(await assertIsolated(test)).toBeGreaterThan(0);
});
