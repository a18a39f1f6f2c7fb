import { newId, systemClock } from "@causeway/kernel";
import { createRecords } from "@causeway/module-records";
import { onSignals, recordSignals } from "@causeway/module-signals";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import type { TestDatabase } from "@causeway/platform-database/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createPrediction } from "../src/definitions/definition-store.ts";
import { lookAfter, readScores, runTraining, scoreSignalListener } from "../src/index.ts";
import { scoreRecords } from "../src/scoring/score-records.ts";
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
  ends.push(onSignals(scoreSignalListener(idleJobs)));
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
      { kind: "signal", of: "account", signal: "tender", days: 60 },
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

  await workspace.transaction((trx) =>
    recordSignals(
      trx,
      [
        {
          kind: "tender",
          key: "fresh",
          company: { name: null, creditCode: "C1" },
          occurredAt: daysAgo(1).toISOString(),
          payload: {},
        },
      ],
      systemClock,
    ),
  );
  expect(await reasonsOf(workspace, id)).toEqual([expect.stringContaining("newer-data")]);
  await rescore(workspace, id);
  expect(await reasonsOf(workspace, id)).toEqual([]);

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
