import { newId, systemClock } from "@causeway/kernel";
import { linkChangedRecords, ownershipFacts, refreshGroups } from "@causeway/module-identity";
import { createRecords, onRecordChange } from "@causeway/module-records";
import { onSignals, recordSignals } from "@causeway/module-signals";
import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import type { TestDatabase } from "@causeway/platform-database/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createPrediction } from "../src/definitions/definition-store.ts";
import { lookAfter, readScores, runTraining, scoreSignalListener } from "../src/index.ts";
import { scoreRecords } from "../src/scoring/score-records.ts";
import { predictionState } from "../src/training/prediction-state.ts";
import { promoteVersion } from "../src/training/promote-model.ts";
import {
  daysAgo,
  dealMarket,
  defineWins,
  imported,
  openPredictionTest,
  user,
} from "./deal-market.ts";

/** Nobody works the queue: what is marked stale stays so. */
const idleJobs = { send: async () => undefined };

let test: TestDatabase;
const ends: (() => void)[] = [];

beforeAll(async () => {
  test = await openPredictionTest();
  ends.push(onSignals(scoreSignalListener(idleJobs)), onRecordChange(linkChangedRecords));
});
afterAll(async () => {
  for (const end of ends) end();
  await test.close();
});

/** A market whose deals are won by size and tenders, a model of it in force, and an open deal with its score. */
async function scoredDeal() {
  const market = await dealMarket(test, 160);
  const { workspace, accounts } = market;
  const definition = defineWins({
    features: [
      { kind: "fields", of: "account", names: ["size"] },
      { kind: "signal", of: "account", signal: "tender", days: 60, withBeneath: true },
      { kind: "behaviour-set", of: "account" },
    ],
  });
  await workspace.transaction((trx) => createPrediction(trx, definition, new Date()));
  await runTraining(workspace, "wins", {
    clock: systemClock,
    seed: 1,
    signal: new AbortController().signal,
  });
  await workspace.transaction((trx) => promoteVersion(trx, "wins", 1, user));
  const [deal] = await workspace.transaction((trx) =>
    createRecords(trx, {
      object: "deal",
      actor: user,
      records: [{ values: { name: "Open", stage: "discovery", account: accounts[1]?.id } }],
    }),
  );
  const id = deal?.id ?? "";
  await rescore(workspace, id);
  return { ...market, id };
}

const rescore = (workspace: WorkspaceDatabase, id: string) =>
  workspace.transaction(async (trx) => {
    await sql`delete from stale_scores`.execute(trx);
    await scoreRecords(trx, "deal", [id], new Date());
  });

const reasonsOf = async (workspace: WorkspaceDatabase, id: string) => {
  const [score] = await workspace.transaction((trx) =>
    readScores(trx, { object: "deal", ids: [id] }),
  );
  return score?.stale.map(({ code, label }) => `${code}: ${label.en}`);
};

it("a score greys, and says why, while a newer signal waits, where a source falls silent, and where the world has moved", async () => {
  const { workspace, id, accounts } = await scoredDeal();
  expect(await reasonsOf(workspace, id)).toEqual([]);

  const tender = (creditCode: string) =>
    workspace.transaction((trx) =>
      recordSignals(
        trx,
        [
          {
            kind: "tender",
            key: `fresh ${creditCode}`,
            company: { name: null, creditCode },
            occurredAt: daysAgo(1).toISOString(),
            payload: {},
          },
        ],
        systemClock,
      ),
    );
  const tenders = async () => {
    const [score] = await workspace.transaction((trx) =>
      readScores(trx, { object: "deal", ids: [id] }),
    );
    const reason = score?.reasons.find(({ label }) => label.en.includes("companies beneath"));
    return reason?.value.en;
  };
  const waiting = async () =>
    (await workspace.transaction((trx) => predictionState(trx, "wins"))).waiting;
  expect(await waiting()).toBe(0);
  const before = await tenders();
  await tender("C1");
  expect(await reasonsOf(workspace, id)).toEqual([expect.stringContaining("newer-data")]);
  expect(await waiting()).toBe(1);
  await rescore(workspace, id);
  expect(await reasonsOf(workspace, id)).toEqual([]);

  // What is published about a subsidiary is news of its owner.
  const holding = { holder: { creditCode: "C1" }, company: { creditCode: "S1" }, share: 80 };
  await workspace.transaction(async (trx) => {
    await recordSignals(trx, ownershipFacts([holding], systemClock), systemClock);
    await refreshGroups(trx, new Date());
  });
  await tender("S1");
  expect(await reasonsOf(workspace, id)).toEqual([expect.stringContaining("newer-data")]);
  await rescore(workspace, id);
  expect(await reasonsOf(workspace, id)).toEqual([]);
  expect(Number(await tenders()) - Number(before)).toBe(2);

  await workspace.transaction(async (trx) => {
    const source = newId();
    await sql`insert into sources (id, name, kind, key_hash, key_start, enabled, history, created_at)
      values (${source}, 'Website', 'web', 'h', 'k', true, false, now())`.execute(trx);
    await sql`insert into source_hours (source_id, hour, accepted, duplicates, rejected, last_at)
      select ${source}, h, 1, 0, 0, h from generate_series(
        date_trunc('hour', now()) - interval '33 days', now() - interval '4 days', interval '1 day') h`.execute(
      trx,
    );
  });
  await lookAfter(workspace, idleJobs, new Date());
  await rescore(workspace, id);
  expect(await reasonsOf(workspace, id)).toEqual([
    expect.stringMatching(/^late-data: The source “Website”/),
  ]);

  // All that came in since was lost, the large accounts too.
  await workspace.transaction((trx) =>
    createRecords(trx, {
      object: "deal",
      actor: imported,
      records: Array.from({ length: 80 }, (_, number) => ({
        values: {
          name: `Later ${number}`,
          stage: "lost",
          account: accounts[number]?.id,
          closed_at: daysAgo(20).toISOString(),
        },
        occurredAt: daysAgo(40 - number / 10),
      })),
    }),
  );
  await lookAfter(workspace, idleJobs, new Date());
  await rescore(workspace, id);
  expect(await reasonsOf(workspace, id)).toContainEqual(
    expect.stringMatching(/^drift: Of 80 cases since it was trained .* and 0% came true$/),
  );
}, 240_000);

it("news of a company mark the leads that its mail domain leads to, and no others", async () => {
  const workspace = await test.workspace();
  const [lead, other] = await workspace.transaction(async (trx) => {
    await createRecords(trx, {
      object: "account",
      actor: user,
      records: [{ values: { name: "Acme", domain: "acme.cn", credit_code: "A1" } }],
    });
    const leads = await createRecords(trx, {
      object: "lead",
      actor: user,
      records: ["wang@acme.cn", "li@other.cn"].map((email) => ({ values: { name: email, email } })),
    });
    await putLeadGradeInForce(
      trx,
      leads.map(({ id }) => id),
    );
    await sql`delete from stale_scores`.execute(trx);
    await recordSignals(
      trx,
      [
        {
          kind: "tender",
          key: "acme",
          company: { name: null, creditCode: "A1" },
          occurredAt: daysAgo(1).toISOString(),
          payload: {},
        },
      ],
      systemClock,
    );
    return leads;
  });
  const { rows } = await workspace.transaction((trx) =>
    sql<{
      id: string;
    }>`select record_id::text as id from stale_scores where object = 'lead'`.execute(trx),
  );
  expect(rows.map(({ id }) => id)).toEqual([lead?.id]);
  expect(other).toBeDefined();
});

/** A model that scores leads all alike: what it says does not matter here. */
async function putLeadGradeInForce(trx: WorkspaceTransaction, ids: readonly string[]) {
  const model = newId();
  const saved = {
    ...{ format: "causeway-model", version: 1, target: "won", task: { kind: "binary" } },
    ...{ classes: ["no", "yes"], calibration: null },
    predictor: { kind: "boosting", loss: { kind: "log-loss" }, columns: [], start: [0], trees: [] },
  };
  const stored = { saved, baseRate: 0.5, cutoffs: { a: 0.8, b: 0.6, c: 0.3 }, record: [] };
  await sql`insert into models (id, prediction, version, verdict, trained_at, card, model, definition)
    select ${model}, name, 1, 'usable', now(), ${JSON.stringify(emptyCard(model))}::jsonb,
      ${JSON.stringify(stored)}::jsonb, definition from predictions where name = 'lead-grade'`.execute(
    trx,
  );
  await sql`update predictions set current_model_id = ${model} where name = 'lead-grade'`.execute(
    trx,
  );
  await scoreRecords(trx, "lead", ids, new Date());
}

const emptyCard = (id: string) => ({
  ...{ id, prediction: "lead-grade", version: 1, verdict: "usable", rows: 0, positives: 0 },
  ...{ trainedAt: new Date().toISOString(), from: null, to: null },
  ...{ auc: null, accuracy: null, brier: null, ece: null, calibration: [], importance: [] },
  says: { zh: "无", en: "nothing" },
});
