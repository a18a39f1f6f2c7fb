import { where } from "@causeway/engine-conditions";
import { seededRandom, systemClock } from "@causeway/kernel";
import { identityMigrations, linkChangedRecords } from "@causeway/module-identity";
import {
  createRecord,
  createRecords,
  onRecordChange,
  recordsMigrations,
  updateRecord,
} from "@causeway/module-records";
import { recordSignals, signalsMigrations } from "@causeway/module-signals";
import { touchpointsMigrations } from "@causeway/module-touchpoints";
import { twinMigrations } from "@causeway/module-twin";
import {
  type NewPredictionDefinition,
  type PredictionDefinition,
  predictionDefinitionSchema,
} from "@causeway/platform-contract";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { createTestDatabase, type TestDatabase } from "@causeway/platform-database/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readTrainingSet } from "../src/datasets/training-set.ts";
import { bindIn, createPrediction, removePrediction } from "../src/definitions/definition-store.ts";
import { previewDefinition } from "../src/definitions/preview-definition.ts";
import { predictionMigrations, readScores, runTraining } from "../src/index.ts";
import { readScoreDetail } from "../src/scoring/read-scores.ts";
import { scoreRecords } from "../src/scoring/score-records.ts";
import { predictionState } from "../src/training/prediction-state.ts";
import { promoteVersion, rollBack } from "../src/training/promote-model.ts";
import { cancelTraining } from "../src/training/run-training.ts";

const dayMs = 86_400_000;
const now = Date.now();
const daysAgo = (days: number) => new Date(now - days * dayMs);
const imported = { kind: "import", id: "test" } as const;
const user = { kind: "user", id: "u" } as const;
const json = <Value>(value: Value) => JSON.parse(JSON.stringify(value));

let test: TestDatabase;
const ends: (() => void)[] = [];

beforeAll(async () => {
  test = await createTestDatabase({
    modules: [
      recordsMigrations,
      touchpointsMigrations,
      identityMigrations,
      twinMigrations,
      signalsMigrations,
      predictionMigrations,
    ],
  });
  ends.push(onRecordChange(linkChangedRecords));
});
afterAll(async () => {
  for (const end of ends) end();
  await test.close();
});

/** Deals of accounts of two sizes; the larger ones are won more often, and a tender says so too. */
async function dealMarket(count: number, strength = 3) {
  const workspace = await test.workspace();
  const random = seededRandom(11);
  const drafts = Array.from({ length: count }, (_, number) => {
    const created = daysAgo(500 - (440 * number) / count);
    const isLarge = random() < 0.5;
    const hasTender = random() < 0.4;
    const logit = strength * ((isLarge ? 0.5 : -0.5) + (hasTender ? 0.5 : -0.3));
    const isWon = random() < 1 / (1 + Math.exp(-logit));
    // What is asked for at first is not quite what is paid.
    const amount = Math.round(1_000 + 10 * number + 200 * random());
    return { number, created, isLarge, hasTender, isWon, amount };
  });
  const accounts = await workspace.transaction((trx) =>
    createRecords(trx, {
      object: "account",
      actor: imported,
      records: drafts.map(({ number, isLarge }) => ({
        values: {
          name: `Firm ${number}`,
          size: (isLarge ? 2_000 : 60) + number,
          credit_code: `C${number}`,
        },
        occurredAt: daysAgo(600),
      })),
    }),
  );
  const deals = await workspace.transaction((trx) =>
    createRecords(trx, {
      object: "deal",
      actor: imported,
      records: drafts.map(({ number, created }) => ({
        values: {
          name: `Deal ${number}`,
          account: accounts[number]?.id,
          stage: "discovery",
          amount: 1_000 + 10 * number,
        },
        occurredAt: created,
      })),
    }),
  );
  await workspace.transaction(async (trx) => {
    for (const { number, created, isWon, amount } of drafts) {
      await updateRecord(trx, {
        object: "deal",
        id: deals[number]?.id ?? "",
        values: {
          amount,
          stage: isWon ? "won" : "lost",
          closed_at: new Date(created.getTime() + 20 * dayMs).toISOString(),
        },
        actor: imported,
        occurredAt: new Date(created.getTime() + 20 * dayMs),
      });
    }
    await recordSignals(
      trx,
      drafts
        .filter(({ hasTender }) => hasTender)
        .map(({ number, created }) => ({
          kind: "tender" as const,
          key: `t${number}`,
          company: { name: null, creditCode: `C${number}` },
          occurredAt: new Date(created.getTime() - 9 * dayMs).toISOString(),
          knownAt: new Date(created.getTime() - 5 * dayMs).toISOString(),
          payload: {},
        })),
      systemClock,
    );
  });
  return { workspace, deals, accounts, drafts };
}

const define = (change: Partial<NewPredictionDefinition> = {}): PredictionDefinition =>
  predictionDefinitionSchema.parse({
    name: "wins",
    label: { zh: "赢单", en: "Wins" },
    object: "deal",
    moment: { kind: "created", afterDays: [0] },
    outcome: {
      kind: "condition",
      condition: json(where("stage", "equals", "won")),
      otherwise: json(where("stage", "equals", "lost")),
      horizonDays: 90,
      dateField: "closed_at",
    },
    features: [
      { kind: "fields", of: "" },
      { kind: "fields", of: "account", names: ["size"] },
      { kind: "signal", of: "account", signal: "tender", days: 60 },
    ],
    ...change,
  });

const readSet = async (
  workspace: WorkspaceDatabase,
  definition: PredictionDefinition,
  at = now,
) => {
  const bound = await workspace.transaction((trx) => bindIn(trx, definition));
  const set = await readTrainingSet(workspace, bound, {
    nowMs: at,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  return { bound, set };
};

const trainIn = (workspace: WorkspaceDatabase, name: string) =>
  runTraining(workspace, name, {
    clock: systemClock,
    seed: 1,
    signal: new AbortController().signal,
  });

it("readTrainingSet() travels in time: each cell is what had happened and was known at the moment", async () => {
  const { workspace, deals, accounts, drafts } = await dealMarket(80);
  const definition = define({ moment: { kind: "changed", field: "stage" } });
  const before = await readSet(workspace, definition);
  expect(before.set.records).toBe(80);
  const column = (name: string) =>
    before.bound.features.findIndex((feature) => feature.name === name);
  // At the only open moment the stage was the first one, though every deal is over today.
  expect(new Set(before.set.cells.map((row) => row[column("field:stage")]))).toEqual(
    new Set(["discovery"]),
  );
  expect(before.set.cells.map((row) => row[column("signal:account:tender_60d")])).toEqual(
    drafts.map(({ hasTender }) => (hasTender ? 1 : 0)),
  );
  // The future is planted: a value that changes afterwards, one that is entered late for an early day, a late signal.
  await workspace.transaction(async (trx) => {
    for (const { number, created, isWon } of drafts) {
      if (!isWon) continue;
      const account = accounts[number]?.id ?? "";
      await updateRecord(trx, {
        object: "account",
        id: account,
        values: { size: 1_000_000 },
        actor: imported,
        occurredAt: new Date(created.getTime() + 30 * dayMs),
      });
      await updateRecord(trx, {
        object: "deal",
        id: deals[number]?.id ?? "",
        values: { amount: 7 },
        actor: user,
        occurredAt: new Date(created.getTime() - dayMs),
      });
    }
    await recordSignals(
      trx,
      drafts
        .filter(({ isWon }) => isWon)
        .map(({ number, created }) => ({
          kind: "tender" as const,
          key: `late${number}`,
          company: { name: null, creditCode: `C${number}` },
          occurredAt: new Date(created.getTime() - 2 * dayMs).toISOString(),
          knownAt: new Date(created.getTime() + 3 * dayMs).toISOString(),
          payload: {},
        })),
      systemClock,
    );
  });
  const after = await readSet(workspace, definition);
  expect(after.set.cells).toEqual(before.set.cells);
  // Half a year ago nobody knew what came of the later deals.
  const past = await readSet(workspace, definition, now - 182 * dayMs);
  expect(past.set.records).toBe(
    drafts.filter(({ created }) => created.getTime() + 20 * dayMs <= now - 182 * dayMs).length,
  );
  expect(past.set.undecided).toBeGreaterThan(0);
}, 120_000);

it("runTraining() waits for a hand, promotes, scores with reasons and past cases, and rolls back", async () => {
  const { workspace, accounts } = await dealMarket(240);
  await workspace.transaction((trx) => createPrediction(trx, define(), new Date()));
  const first = await trainIn(workspace, "wins");
  expect(first).toMatchObject({ verdict: "usable", rows: 240, version: 1 });
  expect(first?.rival).not.toBeNull();
  expect(first?.importance[0]?.label.en).toMatch(/Employees|Tenders/);
  const [open] = await workspace.transaction((trx) =>
    createRecords(trx, {
      object: "deal",
      actor: user,
      records: [{ values: { name: "Open", stage: "discovery", account: accounts[3]?.id } }],
    }),
  );
  const id = open?.id ?? "";
  const score = async () => {
    await workspace.transaction((trx) => scoreRecords(trx, "deal", [id], new Date()));
    const [found] = await workspace.transaction((trx) =>
      readScores(trx, { object: "deal", ids: [id] }),
    );
    return found;
  };
  expect(await score()).toBeUndefined();
  await workspace.transaction((trx) => promoteVersion(trx, "wins", 1, user));
  expect(await score()).toMatchObject({ prediction: "wins", modelId: first?.id, grade: null });
  const detail = await workspace.transaction((trx) =>
    readScoreDetail(trx, { object: "deal", id, prediction: "wins" }),
  );
  expect(detail?.cases.length).toBe(4);
  expect(new Set(detail?.cases.map(({ outcome }) => outcome)).size).toBeGreaterThan(0);
  expect(detail?.cases[0]?.title).toMatch(/^Deal \d+$/);

  const second = await trainIn(workspace, "wins");
  expect(second?.compared).toMatchObject({ version: 1, verdict: "unknown", cases: 0 });
  await workspace.transaction((trx) => promoteVersion(trx, "wins", 2, user));
  expect((await score())?.modelId).toBe(second?.id);
  await workspace.transaction((trx) => rollBack(trx, "wins", user));
  expect((await score())?.modelId).toBe(first?.id);
  const state = await workspace.transaction((trx) => predictionState(trx, "wins"));
  expect(state.promotions.map(({ kind, version }) => `${kind} ${version}`)).toEqual([
    "rolled-back 1",
    "promoted 2",
    "promoted 1",
  ]);
  await expect(workspace.transaction((trx) => rollBack(trx, "wins", user))).rejects.toMatchObject({
    code: "conflict",
  });
  await workspace.transaction((trx) => removePrediction(trx, "wins"));
  expect(await score()).toBeUndefined();
}, 120_000);

it("previewDefinition() counts cases and the rate, and an import without a history is said", async () => {
  const workspace = await test.workspace();
  await workspace.transaction((trx) =>
    createRecords(trx, {
      object: "deal",
      actor: imported,
      records: Array.from({ length: 100 }, (_, number) => ({
        values: {
          name: `D${number}`,
          stage: number < 30 ? "won" : number < 90 ? "lost" : "discovery",
          expected_close: daysAgo(200 - number)
            .toISOString()
            .slice(0, 10),
          closed_at: number < 90 ? daysAgo(170 - number).toISOString() : null,
        },
      })),
    }),
  );
  const moment: NewPredictionDefinition["moment"] = {
    kind: "date",
    field: "expected_close",
    offsetDays: [-30],
  };
  const preview = await workspace.transaction((trx) =>
    previewDefinition(trx, define({ moment }), new Date()),
  );
  expect(preview).toMatchObject({ records: 100, withoutHistory: 90, open: 10 });
  // Ten deals are open, and their horizon is over: they were not won in time.
  expect(preview.cases).toBe(100);
  expect(preview.rate).toBeCloseTo(0.3, 9);
  const { bound, set } = await readSet(workspace, define({ moment }), Date.now());
  const stage = bound.features.findIndex(({ name }) => name === "field:stage");
  expect(set.cells.filter((row) => row[stage] !== null)).toHaveLength(10);
});

it("bindIn() refuses with every issue what does not fit the records", async () => {
  const workspace = await test.workspace();
  const wrong = define({
    moment: { kind: "date", field: "stage", offsetDays: [0] },
    features: [{ kind: "fields", of: "nowhere" }],
  });
  await expect(workspace.transaction((trx) => bindIn(trx, wrong))).rejects.toMatchObject({
    code: "bad-input",
    issues: [{ path: "moment.field" }, { path: "features[0].of" }],
  });
});

it("runTraining() learns a number with a conformal interval, and the time a stage is left", async () => {
  const { workspace, drafts } = await dealMarket(200);
  const amount = await trainIn(workspace, "deal-amount");
  expect(amount).toMatchObject({ task: "regression", auc: null });
  expect(amount?.rows).toBe(drafts.filter(({ isWon }) => isWon).length);
  expect(amount?.r2?.value).toBeGreaterThan(0.9);
  const deal = await workspace.transaction((trx) =>
    createRecord(trx, {
      object: "deal",
      values: { name: "Open", stage: "discovery", amount: 2_500 },
      actor: user,
    }),
  );
  await workspace.transaction((trx) => scoreRecords(trx, "deal", [deal.id], new Date()));
  const [score] = await workspace.transaction((trx) =>
    readScores(trx, { object: "deal", ids: [deal.id], prediction: "deal-amount" }),
  );
  expect(score?.low).toBeLessThan(score?.value ?? 0);
  expect(score?.value).toBeGreaterThan(2_300);
  expect(score?.value).toBeLessThan(2_900);
  const { set } = await readSet(
    workspace,
    define({
      population: json(where("stage", "notIn", ["won", "lost"])),
      moment: { kind: "changed", field: "stage" },
      outcome: { kind: "leaves", field: "stage", horizonDays: 15 },
    }),
  );
  // Every deal stayed twenty days in its first stage.
  expect([...new Set(set.target)]).toEqual([0]);
}, 120_000);

it("cancelTraining() ends a training under way, and nothing is stored", async () => {
  const { workspace } = await dealMarket(150);
  await workspace.transaction((trx) => createPrediction(trx, define(), new Date()));
  const training = trainIn(workspace, "wins");
  await expect
    .poll(() => workspace.transaction((trx) => cancelTraining(trx, "wins")), { timeout: 20_000 })
    .toBe(true);
  expect(await training).toBeUndefined();
  const { rows } = await workspace.transaction((trx) =>
    sql`select 1 from models where prediction = 'wins'`.execute(trx),
  );
  expect(rows).toEqual([]);
}, 120_000);
