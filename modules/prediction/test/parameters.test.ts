import { linkChangedRecords } from "@causeway/module-identity";
import { createRecord, onRecordChange } from "@causeway/module-records";
import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import { assertIsolated, type TestDatabase } from "@causeway/platform-database/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { regradeLeads } from "../src/parameters/graded-leads.ts";
import { readParameters, saveParameters } from "../src/parameters/parameter-store.ts";
import { previewParameters } from "../src/parameters/preview-parameters.ts";
import { daysAgo, openPredictionTest } from "./deal-market.ts";
import { pageViewer } from "./page-views.ts";

const actor = { kind: "system", id: "test" } as const;
const now = new Date();

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

interface Draft {
  readonly name: string;
  readonly title: string;
  readonly probability: number;
  readonly outcome?: "won" | "lost";
}

/** Scored leads; usual odds are one to one. */
async function score(workspace: WorkspaceDatabase, drafts: readonly Draft[]): Promise<void> {
  await workspace.transaction(async (trx) => {
    const model = crypto.randomUUID();
    await sql`insert into models (id, prediction, version, verdict, trained_at, card)
      values (${model}, 'lead-grade', 1, 'usable', now(), '{}')`.execute(trx);
    for (const { name, title, probability, outcome } of drafts) {
      const { id } = await createRecord(trx, {
        object: "lead",
        values: {
          name,
          title,
          email: `${name}@acme.cn`,
          ...(outcome && { outcome, status: "lost", closed_at: daysAgo(10).toISOString() }),
        },
        actor,
        occurredAt: daysAgo(40),
      });
      await sql`insert into scores (prediction, object, record_id, model_id, grade, value, low, high,
          base_rate, reasons, as_of, computed_at)
        values ('lead-grade', 'lead', ${id}::uuid, ${model}::uuid, 'B', ${probability}::float8, 0, 1, .5, '[]',
          now(), now())`.execute(trx);
    }
  });
}

const drafts: readonly Draft[] = [
  { name: "boss", title: "总经理", probability: 0.7 },
  { name: "clerk", title: "采购专员", probability: 0.7 },
  { name: "looker", title: "采购专员", probability: 0.7 },
  { name: "late", title: "总经理", probability: 0.7, outcome: "won" },
  { name: "gone", title: "采购专员", probability: 0.3, outcome: "lost" },
];

const gradesOf = async (workspace: WorkspaceDatabase) => {
  const { rows } = await workspace.transaction((trx) =>
    sql<{ name: string; grade: string }>`select l.name, s.grade from scores s
      join record_lead l on l.id = s.record_id order by l.name`.execute(trx),
  );
  return Object.fromEntries(rows.map(({ name, grade }) => [name, grade]));
};

it("previewParameters() shows who changes grade and the effect on last quarter; saving does just that", async () => {
  const workspace = await test.workspace();
  await score(workspace, drafts);
  const view = await pageViewer(workspace);
  await view([{ at: daysAgo(12), email: "looker@acme.cn", path: "/compare" }]);
  const preview = (values: Record<string, number>) =>
    workspace.transaction((trx) => previewParameters(trx, values, new Date()), { readOnly: true });
  expect(await preview({})).toMatchObject({ leads: 3, changed: 0, records: [] });
  const changes = { rank_executive: 2 };
  const seen = await preview(changes);
  expect(seen.records.map(({ title, before, after }) => [title, before, after])).toEqual([
    ["boss", "B", "A"],
  ]);
  expect(seen.grades.find(({ grade }) => grade === "A")).toMatchObject({ before: 0, after: 1 });
  expect(seen.lastQuarter).toEqual({
    ended: 2,
    won: 1,
    before: { good: 1, won: 1 },
    after: { good: 1, won: 1 },
  });
  const stricter = await preview({ grade_b: 2.5, grade_a: 4 });
  expect(stricter.lastQuarter.after).toEqual({ good: 0, won: 0 });
  const window = await preview({ competitor_weight: 2, competitor_days: 14 });
  expect(window.records.map(({ title }) => title)).toEqual(["looker"]);
  expect((await preview({ competitor_weight: 2, competitor_days: 7 })).changed).toBe(0);
  expect(await gradesOf(workspace)).toMatchObject({ boss: "B" });
  await workspace.transaction(async (trx) => {
    const values = await saveParameters(trx, { values: changes, note: "Q3", userId: "u", now });
    expect(await regradeLeads(trx, values, new Date())).toBeGreaterThan(0);
  });
  expect(await gradesOf(workspace)).toMatchObject({ boss: "A", clerk: "B", looker: "B" });
});

it("previewParameters() grades leads that ended before any was scored by what the model made of them unseen", async () => {
  const workspace = await test.workspace();
  const ended = { won: [0.9, 0.65, 0.4], lost: [0.55, 0.2] };
  await workspace.transaction(async (trx) => {
    const model = crypto.randomUUID();
    await sql`insert into models (id, prediction, version, verdict, trained_at, card, model)
      values (${model}, 'lead-grade', 1, 'usable', now(), '{}', '{"baseRate": 0.5}')`.execute(trx);
    await sql`update predictions set current_model_id = ${model} where name = 'lead-grade'`.execute(
      trx,
    );
    let number = 0;
    for (const [outcome, probabilities] of Object.entries(ended)) {
      for (const probability of probabilities) {
        const { id } = await createRecord(trx, {
          object: "lead",
          values: { name: outcome, outcome, status: "lost", closed_at: daysAgo(9).toISOString() },
          actor,
          occurredAt: daysAgo(40),
        });
        // Earlier moments of the same lead give way to its last.
        for (const [days, predicted] of [
          [37, 0.01],
          [20, probability],
        ]) {
          await sql`insert into model_cases
              (model_id, number, record_id, at, predicted, outcome, cells, contributions)
            values (${model}, ${number++}, ${id}::uuid, ${daysAgo(days ?? 0).toISOString()}::timestamptz,
              ${predicted}::float8, 0, '[]', '[]')`.execute(trx);
        }
      }
    }
  });
  const preview = async () => {
    const work = (trx: WorkspaceTransaction) =>
      previewParameters(trx, { grade_b: 2.5 }, new Date());
    return (await workspace.transaction(work, { readOnly: true })).lastQuarter;
  };
  // Odds of .65 are 1.9, those of .55 1.2: below the standard cut-off of B and the new one.
  const expected = {
    ended: 5,
    won: 3,
    before: { good: 2, won: 2 },
    after: { good: 1, won: 1 },
  };
  expect(await preview()).toEqual(expected);
  // One that has a score by now counts by that, and once.
  await workspace.transaction((trx) =>
    sql`insert into scores (prediction, object, record_id, model_id, grade, value, low, high,
        base_rate, reasons, as_of, computed_at)
      select 'lead-grade', 'lead', record_id, model_id, 'A', predicted, 0, 1, .5, '[]', now(), now()
      from model_cases where predicted > .8`.execute(trx),
  );
  expect(await preview()).toEqual(expected);
});

it("saveParameters() keeps every change with who and why; the same values are no change", async () => {
  const workspace = await test.workspace();
  const save = (values: Record<string, number>, note: string) =>
    workspace.transaction((trx) => saveParameters(trx, { values, note, userId: "u1", now }));
  await save({ grade_a: 4 }, "stricter");
  await save({ grade_a: 4 }, "again");
  await save({ grade_a: 3, competitor_days: 60 }, "back");
  await expect(save({ grade_a: 0 }, "")).rejects.toMatchObject({ code: "bad-input" });
  const names = async () => new Map([["u1", "王芳"]]);
  const { parameters, history } = await workspace.transaction((trx) => readParameters(trx, names));
  expect(parameters.find(({ name }) => name === "competitor_days")?.value).toBe(60);
  expect(history.map(({ by, note, changes }) => [by, note, changes.length])).toEqual([
    ["王芳", "back", 2],
    ["王芳", "stricter", 1],
  ]);
  expect(history[1]?.changes).toEqual([{ name: "grade_a", from: 3, to: 4 }]);
});

it("parameters show nothing of another workspace", async () => {
  expect(await assertIsolated(test)).toBeGreaterThan(0);
});
