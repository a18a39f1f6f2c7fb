import { where } from "@causeway/engine-conditions";
import { linkChangedRecords } from "@causeway/module-identity";
import { createRecords, onRecordChange } from "@causeway/module-records";
import type { NewPredictionDefinition } from "@causeway/platform-contract";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import type { TestDatabase } from "@causeway/platform-database/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { historyStartMs } from "../src/datasets/history-start.ts";
import { readCells } from "../src/datasets/read-cells.ts";
import { readPage } from "../src/datasets/read-page.ts";
import { bindIn } from "../src/definitions/definition-store.ts";
import { learningFrom } from "../src/parameters/learning-from.ts";
import { standardValues } from "../src/parameters/parameter-definitions.ts";
import { daysAgo, defineWins, imported, json, now, openPredictionTest } from "./deal-market.ts";
import { pageViewer } from "./page-views.ts";

let test: TestDatabase;
let unlisten: () => void;
beforeAll(async () => {
  test = await openPredictionTest();
  unlisten = onRecordChange(linkChangedRecords);
});
afterAll(async () => {
  unlisten();
  await test.close();
});

/** The cells of one record now, by the names of its columns. */
async function cellsOf(
  workspace: WorkspaceDatabase,
  id: string,
  change: Partial<NewPredictionDefinition>,
  parameters = standardValues,
) {
  return workspace.transaction(async (trx) => {
    const bound = await bindIn(trx, defineWins(change), parameters);
    const page = await readPage(trx, bound, [id]);
    const cases = page.pasts.map((past) => page.caseAt(past, now, false));
    const [row = []] = await readCells(trx, bound, cases);
    return bound.features.map(({ label, monotone }, place) => [label.en, row[place], monotone]);
  });
}

const words = (en: string) => ({ zh: en, en });

it("related records are counted, added up and averaged as they were then", async () => {
  const workspace = await test.workspace();
  const [deal] = await workspace.transaction(async (trx) => {
    const [account] = await createRecords(trx, {
      object: "account",
      actor: imported,
      records: [{ values: { name: "Acme" }, occurredAt: daysAgo(900) }],
    });
    return createRecords(trx, {
      object: "deal",
      actor: imported,
      records: [
        {
          values: { name: "Now", account: account?.id, stage: "discovery" },
          occurredAt: daysAgo(5),
        },
        ...[
          { amount: 100, ago: 700, stage: "won" },
          { amount: 40, ago: 200, stage: "won" },
          { amount: 70, ago: 100, stage: "lost" },
        ].map(({ amount, ago, stage }) => ({
          values: { name: `D${ago}`, account: account?.id, stage, amount },
          occurredAt: daysAgo(ago),
        })),
      ],
    });
  });
  const related = { kind: "related", of: "account", object: "deal", through: "account" } as const;
  const won = json(where("stage", "equals", "won"));
  const features: NewPredictionDefinition["features"] = [
    { ...related, measure: "count", label: words("deals") },
    { ...related, measure: "sum", field: "amount", filter: won, label: words("won") },
    { ...related, measure: "mean", field: "amount", days: 365, label: words("mean") },
    { ...related, measure: "mean", field: "amount", days: 30, label: words("none") },
  ];
  const cells = await cellsOf(workspace, deal?.id ?? "", { features });
  expect(cells.map(([label, cell]) => [label, cell])).toEqual([
    ["deals", 3],
    ["won", 140],
    ["mean", 55],
    ["none", null],
  ]);
  const wrong: NewPredictionDefinition["features"] = [
    { ...related, measure: "sum", field: "stage", label: words("x") },
    {
      kind: "behaviour",
      of: "account",
      measure: "mean",
      days: 30,
      untilDays: 30,
      touchpoint: {},
      label: words("y"),
    },
  ];
  await expect(
    workspace.transaction((trx) => bindIn(trx, defineWins({ features: wrong }))),
  ).rejects.toMatchObject({
    issues: [{ path: "features[0].field" }, { path: "features[1].untilDays" }],
  });
});

it("behaviour is read between two days, and parameters make features with a direction", async () => {
  const workspace = await test.workspace();
  const [lead] = await workspace.transaction((trx) =>
    createRecords(trx, {
      object: "lead",
      actor: imported,
      records: [
        {
          values: { name: "Wang", title: "总经理", email: "wang@acme.cn" },
          occurredAt: daysAgo(100),
        },
      ],
    }),
  );
  const view = await pageViewer(workspace);
  await view(
    [2, 12, 40, 41].map((ago) => ({
      at: daysAgo(ago),
      email: "wang@acme.cn",
      path: ago === 12 ? "/compare" : "/pricing",
    })),
  );
  const pricing = {
    kind: "behaviour",
    of: "",
    measure: "count",
    touchpoint: { topic: "pricing" },
  } as const;
  const change: Partial<NewPredictionDefinition> = {
    object: "lead",
    moment: { kind: "created", afterDays: [0] },
    outcome: {
      kind: "condition",
      condition: json(where("outcome", "equals", "won")),
      horizonDays: 9,
    },
    features: [
      { ...pricing, days: 90, label: words("all") },
      { ...pricing, days: 90, untilDays: 30, label: words("long ago") },
      { kind: "parameter", of: "", parameter: "rank" },
      { kind: "parameter", of: "", parameter: "replacement-window" },
    ],
    monotone: { "behaviour:pricing_count_90d": "rises" },
  };
  const read = async (parameters: Readonly<Record<string, number>>) =>
    (await cellsOf(workspace, lead?.id ?? "", change, { ...standardValues, ...parameters })).map(
      ([, cell, monotone]) => [cell, monotone],
    );
  expect(await read({})).toEqual([
    [3, 1],
    [2, undefined],
    [3, undefined],
    [1, undefined],
  ]);
  // Weights in order bind the direction of the rank; a shorter window is over.
  expect((await read({ rank_executive: 2, competitor_days: 7 })).slice(2)).toEqual([
    [3, 1],
    [0, undefined],
  ]);
  expect((await read({ rank_executive: 0.5 }))[2]).toEqual([3, -1]);
  expect((await read({ rank_executive: 2, rank_manager: 3 }))[2]).toEqual([3, undefined]);
  // Nothing is in force, so nothing is trained anew.
  const moved = { ...standardValues, competitor_days: 60 };
  expect(await workspace.transaction((trx) => learningFrom(trx, standardValues, moved))).toEqual(
    [],
  );
});

it("historyStartMs() is the first day of touchpoints, but for strays of a wrong clock", async () => {
  const workspace = await test.workspace();
  const start = () => workspace.transaction(historyStartMs);
  expect(await start()).toBeUndefined();
  await workspace.transaction((trx) =>
    sql`insert into touchpoint_days (profile_id, day, kind, count) values
      (gen_random_uuid(), '1970-01-01', 'web', 1), (gen_random_uuid(), '2025-11-03', 'web', 40),
      (gen_random_uuid(), '2026-02-01', 'web', 5000)`.execute(trx),
  );
  expect(await start()).toBe(Date.UTC(2025, 10, 3));
});
