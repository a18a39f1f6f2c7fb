import { where } from "@causeway/engine-conditions";
import { systemClock } from "@causeway/kernel";
import { linkChangedRecords } from "@causeway/module-identity";
import {
  createRecord,
  createRecords,
  onRecordChange,
  readSchema,
  updateRecord,
} from "@causeway/module-records";
import { recordSignals } from "@causeway/module-signals";
import type { NewPredictionDefinition, PredictionDefinition } from "@causeway/platform-contract";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import type { TestDatabase } from "@causeway/platform-database/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readTrainingSet } from "../src/datasets/training-set.ts";
import { bindIn, createPrediction, removePrediction } from "../src/definitions/definition-store.ts";
import { previewDefinition } from "../src/definitions/preview-definition.ts";
import { predictionUses, readScores, runTraining } from "../src/index.ts";
import { readScoreDetail } from "../src/scoring/read-scores.ts";
import { scoreRecords } from "../src/scoring/score-records.ts";
import { predictionState } from "../src/training/prediction-state.ts";
import { promoteVersion, rollBack } from "../src/training/promote-model.ts";
import { cancelTraining } from "../src/training/run-training.ts";
import {
  dayMs,
  daysAgo,
  dealMarket,
  defineWins,
  imported,
  json,
  now,
  openPredictionTest,
  user,
} from "./deal-market.ts";

let test: TestDatabase;
const ends: (() => void)[] = [];

beforeAll(async () => {
  test = await openPredictionTest();
  ends.push(onRecordChange(linkChangedRecords));
});
afterAll(async () => {
  for (const end of ends) end();
  await test.close();
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
  const { workspace, deals, accounts, drafts } = await dealMarket(test, 80);
  const definition = defineWins({ moment: { kind: "changed", field: "stage" } });
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
}, 240_000);

it("runTraining() waits for a hand, promotes, scores with reasons and past cases, and rolls back", async () => {
  const { workspace, accounts } = await dealMarket(test, 240);
  await workspace.transaction((trx) => createPrediction(trx, defineWins(), new Date()));
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
  const uses = async () => {
    const all = await workspace.transaction(async (trx) =>
      predictionUses(trx, await readSchema(trx)),
    );
    const own = all.filter(({ by }) => by.zh === "预测“赢单”");
    return own.map(({ object, field }) => `${object}.${field}`).sort();
  };
  const named = ["account.size", "deal.account", "deal.closed_at", "deal.stage"];
  expect(await uses()).toEqual(named);
  await workspace.transaction((trx) => promoteVersion(trx, "wins", 1, user));
  const learned = (first?.importance ?? []).flatMap(({ feature, weight }) =>
    weight > 0 && /^field:[a-z_]+$/.test(feature) ? [feature.replace("field:", "deal.")] : [],
  );
  expect(await uses()).toEqual([...new Set([...named, ...learned])].sort());
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
}, 240_000);

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
    previewDefinition(trx, defineWins({ moment }), new Date()),
  );
  expect(preview).toMatchObject({ records: 100, withoutHistory: 90, open: 10 });
  // Ten deals are open, and their horizon is over: they were not won in time.
  expect(preview.cases).toBe(100);
  expect(preview.rate).toBeCloseTo(0.3, 9);
  const { bound, set } = await readSet(workspace, defineWins({ moment }), Date.now());
  const stage = bound.features.findIndex(({ name }) => name === "field:stage");
  expect(set.cells.filter((row) => row[stage] !== null)).toHaveLength(10);
});

it("bindIn() refuses with every issue what does not fit the records", async () => {
  const workspace = await test.workspace();
  const wrong = defineWins({
    moment: { kind: "date", field: "stage", offsetDays: [0] },
    features: [{ kind: "fields", of: "nowhere" }],
  });
  await expect(workspace.transaction((trx) => bindIn(trx, wrong))).rejects.toMatchObject({
    code: "bad-input",
    issues: [{ path: "moment.field" }, { path: "features[0].of" }],
  });
});

it("runTraining() learns a number with a conformal interval, and the time a stage is left", async () => {
  const { workspace, drafts } = await dealMarket(test, 200);
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
    defineWins({
      population: json(where("stage", "notIn", ["won", "lost"])),
      moment: { kind: "changed", field: "stage" },
      outcome: { kind: "leaves", field: "stage", horizonDays: 15 },
    }),
  );
  // Every deal stayed twenty days in its first stage.
  expect([...new Set(set.target)]).toEqual([0]);
}, 240_000);

it("cancelTraining() ends a training under way, and nothing is stored", async () => {
  const { workspace } = await dealMarket(test, 150);
  await workspace.transaction((trx) => createPrediction(trx, defineWins(), new Date()));
  const training = trainIn(workspace, "wins");
  await expect
    .poll(() => workspace.transaction((trx) => cancelTraining(trx, "wins")), { timeout: 20_000 })
    .toBe(true);
  expect(await training).toBeUndefined();
  const { rows } = await workspace.transaction((trx) =>
    sql`select 1 from models where prediction = 'wins'`.execute(trx),
  );
  expect(rows).toEqual([]);
}, 240_000);
