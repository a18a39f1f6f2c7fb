import { newId } from "@causeway/kernel";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { createTestDatabase, type TestDatabase } from "@causeway/platform-database/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { changeRun, jobsMigrations, readRun, runStep, startRun } from "../src/index.ts";
import { Crash, dyingWorkspace } from "./crash.ts";

let test: TestDatabase;
let workspace: WorkspaceDatabase;

beforeAll(async () => {
  test = await createTestDatabase({ modules: [jobsMigrations] });
  workspace = await test.workspace();
  await workspace.alter((trx) =>
    sql`create table effects (run_id uuid not null, step text not null)`.execute(trx),
  );
});
afterAll(() => test.close());

async function openRun(key: string = newId()): Promise<string> {
  const { run } = await workspace.transaction((trx) =>
    startRun(trx, { kind: "follow-up", idempotencyKey: key, input: { lead: "1" } }),
  );
  return run.id;
}

const steps = ["look", "write", "book"] as const;

/** Works a run off as a job handler does: each step leaves an effect in the database; then the run is done. */
async function workOff(database: WorkspaceDatabase, runId: string): Promise<readonly number[]> {
  const results: number[] = [];
  for (const step of steps) {
    const result = await runStep(database, runId, step, async (trx) => {
      await sql`insert into effects (run_id, step) values (${runId}, ${step})`.execute(trx);
      return Math.random();
    });
    results.push(result);
  }
  await database.transaction((trx) => changeRun(trx, runId, "done"));
  return results;
}

async function effectsOf(runId: string): Promise<readonly string[]> {
  const { rows } = await workspace.transaction((trx) =>
    sql<{ step: string }>`select step from effects where run_id = ${runId}`.execute(trx),
  );
  return rows.map((row) => row.step).sort();
}

const deaths = [1, 2, 3, 4].flatMap((transaction) =>
  (["before", "after"] as const).map((when) => ({ transaction, when })),
);

it.each(deaths)(
  "runStep() has every effect once when the process dies $when transaction $transaction",
  async (death) => {
    const runId = await openRun();
    await expect(workOff(dyingWorkspace(workspace, death), runId)).rejects.toThrow(Crash);
    const results = await workOff(workspace, runId);
    expect(await effectsOf(runId)).toEqual([...steps].sort());
    expect(await workOff(workspace, runId)).toEqual(results);
    const run = await workspace.transaction((trx) => readRun(trx, runId));
    expect(run).toMatchObject({ state: "done", steps: steps.map((name) => ({ name })) });
  },
);

it("runStep() has every effect once when two workers take the same run", async () => {
  const runId = await openRun();
  const [left, right] = await Promise.all([workOff(workspace, runId), workOff(workspace, runId)]);
  expect(left).toEqual(right);
  expect(await effectsOf(runId)).toEqual([...steps].sort());
});

it("runStep() leaves nothing of a step that throws, and does it again", async () => {
  const runId = await openRun();
  const failing = runStep(workspace, runId, "look", async (trx) => {
    await sql`insert into effects (run_id, step) values (${runId}, 'look')`.execute(trx);
    throw new Error("broken");
  });
  await expect(failing).rejects.toThrow("broken");
  expect(await effectsOf(runId)).toEqual([]);
  await workOff(workspace, runId);
  expect(await effectsOf(runId)).toEqual([...steps].sort());
});

it("runStep() does nothing more in a run that was cancelled", async () => {
  const runId = await openRun();
  await workspace.transaction((trx) => changeRun(trx, runId, "cancelled", "vetoed"));
  await expect(workOff(workspace, runId)).rejects.toMatchObject({ code: "conflict" });
  expect(await effectsOf(runId)).toEqual([]);
  await expect(workspace.transaction((trx) => changeRun(trx, runId, "done"))).rejects.toMatchObject(
    { code: "conflict" },
  );
});

it("startRun() opens one run for one trigger", async () => {
  const key = newId();
  const start = () =>
    workspace.transaction((trx) =>
      startRun(trx, { kind: "follow-up", idempotencyKey: key, input: null }),
    );
  const starts = await Promise.all([start(), start(), start()]);
  expect(new Set(starts.map(({ run }) => run.id)).size).toBe(1);
  expect(starts.filter(({ isNew }) => isNew)).toHaveLength(1);
});

it("runStep() makes a second worker of the same step wait, and gives it the first one's result", async () => {
  const runId = await openRun();
  let entered = 0;
  let open: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const step = () =>
    runStep(workspace, runId, "look", async () => {
      entered += 1;
      await gate;
      return entered;
    });
  const waiting = async () => {
    const { rows } = await workspace.transaction((trx) =>
      sql`select 1 from pg_locks join pg_stat_activity using (pid)
        where not granted and datname = current_database()`.execute(trx),
    );
    return rows.length > 0;
  };
  const first = step();
  await vi.waitUntil(() => entered === 1, { timeout: 60_000 });
  const second = step();
  await vi.waitUntil(async () => entered === 2 || (await waiting()), { timeout: 60_000 });
  open();
  expect(await Promise.all([first, second])).toEqual([1, 1]);
  expect(entered).toBe(1);
});
