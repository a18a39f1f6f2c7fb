import { type Clock, newId, type WorkspaceId } from "@causeway/kernel";
import {
  currentWorkspace,
  type Database,
  type WorkspaceTransaction,
} from "@causeway/platform-database";
import { defineQueue, type Jobs, runInThread } from "@causeway/platform-jobs";
import { sql } from "kysely";
import { z } from "zod";
import { announceScores } from "../announce.ts";
import { leadGrade } from "../prediction-queues.ts";
import { historyRebuiltSince, rebuildPauseMs } from "../scoring/rebuilt-history.ts";
import type { TouchpointJudgement } from "./judge-touchpoints.ts";
import { readPredictionCases } from "./prediction-cases.ts";
import { readTypes, readWorthCases } from "./read-worth-cases.ts";
import type { WorthTables } from "./worth-tables.ts";
import type { WorthWork } from "./worth-worker.ts";

/** Looks anew at what types of touchpoints are worth. */
export const worthQueue = defineQueue({
  name: "touchpoint-worth",
  schema: z.object({ workspace: z.string(), prediction: z.string().default("lead-grade") }),
  policy: "stately",
  retryLimit: 1,
  expireInSeconds: 1_800,
});

/** Nightly: what came in since may have changed it. */
export const nightlyWorthQueue = defineQueue({
  name: "nightly-touchpoint-worth",
  schema: z.object({}),
});

export const worthQueues = [worthQueue, nightlyWorthQueue] as const;

/** Asks for a new look, in the caller's transaction. */
export async function requestWorth(
  trx: WorkspaceTransaction,
  jobs: Pick<Jobs, "send">,
  prediction: string = leadGrade,
): Promise<void> {
  const workspace = await currentWorkspace(trx);
  await sql`insert into worth_runs (prediction, requested_at) values (${prediction}, now())
    on conflict (prediction) do update set requested_at = now()`.execute(trx);
  const singletonKey = `${workspace} ${prediction}`;
  await jobs.send(trx, worthQueue, { workspace, prediction }, { singletonKey });
  await announceScores(trx);
}

export interface WorthWorkers {
  readonly database: Pick<Database, "workspace" | "workspaces">;
  readonly jobs: Jobs;
  readonly clock: Clock;
}

const worker = new URL("./worth-worker.ts", import.meta.url);

/** Registers the handlers of `worthQueues`; before the jobs start. */
export function workWorth({ database, jobs, clock }: WorthWorkers): void {
  jobs.work(worthQueue, async ({ data, signal }) => {
    const { prediction } = data;
    const workspace = await database.workspace(data.workspace as WorkspaceId);
    const isHalf = await workspace.transaction(async (trx) => {
      if ((await historyRebuiltSince(trx)) === null) return false;
      const singletonKey = `${data.workspace} ${prediction} rebuilt`;
      const startAfter = new Date(clock().getTime() + rebuildPauseMs);
      await jobs.send(trx, worthQueue, data, { singletonKey, startAfter });
      return true;
    });
    if (isHalf) return;
    try {
      const cases =
        prediction === leadGrade
          ? await readWorthCases(workspace)
          : await readPredictionCases(workspace, prediction, clock());
      const types = await workspace.transaction(readTypes, { readOnly: true });
      const work: WorthWork = { cases, types };
      const judged = await runInThread<TouchpointJudgement | null>(worker, work, signal);
      await workspace.transaction((trx) => save(trx, prediction, judged, clock()));
    } finally {
      await workspace.transaction(async (trx) => {
        await sql`delete from worth_runs where prediction = ${prediction}`.execute(trx);
        await announceScores(trx);
      });
    }
  });
  jobs.work(nightlyWorthQueue, async () => {
    for (const { id } of await database.workspaces()) {
      const workspace = await database.workspace(id);
      await workspace.transaction(async (trx) => {
        for (const prediction of await outdated(trx)) await requestWorth(trx, jobs, prediction);
      });
    }
  });
  jobs.schedule(nightlyWorthQueue, "45 18 * * *", {});
}

/** Predictions whose touchpoints were looked at before the latest of them came in, and the lead grade once it is in force. */
async function outdated(trx: WorkspaceTransaction): Promise<readonly string[]> {
  const { rows } = await sql<{ readonly prediction: string }>`
    select p.name as prediction from predictions p
    left join (select prediction, max(computed_at) as at from touchpoint_worth group by prediction) w
      on w.prediction = p.name
    where case when w.at is null then p.name = ${leadGrade} and p.current_model_id is not null
      else w.at < (select max(received_at) from touchpoints) end`.execute(trx);
  return rows.map(({ prediction }) => prediction);
}

async function save(
  trx: WorkspaceTransaction,
  prediction: string,
  judged: TouchpointJudgement | null,
  now: Date,
): Promise<void> {
  await trx
    .$extendTables<WorthTables>()
    .insertInto("touchpoint_worth")
    .values({
      id: newId(now.getTime()),
      prediction,
      computed_at: now,
      body: judged === null ? null : (JSON.stringify(judged) as unknown as TouchpointJudgement),
    })
    .execute();
}
