import { type Clock, newId, type WorkspaceId } from "@causeway/kernel";
import type { Database, WorkspaceTransaction } from "@causeway/platform-database";
import { defineQueue, type Jobs } from "@causeway/platform-jobs";
import { sql } from "kysely";
import { z } from "zod";
import { announceScores, currentWorkspace } from "../announce.ts";
import { runInThread } from "../run-in-thread.ts";
import { leadGrade } from "../work-predictions.ts";
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
  readonly database: Pick<Database, "workspace">;
  readonly jobs: Jobs;
  readonly clock: Clock;
}

const worker = new URL("./worth-worker.ts", import.meta.url);

/** Registers the handler of `worthQueue`; before the jobs start. */
export function workWorth({ database, jobs, clock }: WorthWorkers): void {
  jobs.work(worthQueue, async ({ data, signal }) => {
    const { prediction } = data;
    const workspace = await database.workspace(data.workspace as WorkspaceId);
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
