import type { Clock, ProfileId, WorkspaceId } from "@causeway/kernel";
import { recordsOfProfiles } from "@causeway/module-identity";
import type { RecordChangeListener } from "@causeway/module-records";
import type { Projection } from "@causeway/module-touchpoints";
import type { Database, WorkspaceTransaction } from "@causeway/platform-database";
import { defineQueue, type Jobs } from "@causeway/platform-jobs";
import { sql } from "kysely";
import { z } from "zod";
import { currentWorkspace } from "./announce.ts";
import { readCurrentModel } from "./scoring/current-model.ts";
import { scoreLeads } from "./scoring/score-leads.ts";
import { leadsTouchedBy, markAllStale, markStale, takeStale } from "./scoring/stale-scores.ts";
import type { PredictionTables } from "./tables.ts";
import { leadGrade, trainLeadGrade } from "./training/train-lead-grade.ts";
import { countClosedLeads } from "./training/training-set.ts";

const workspaceData = z.object({ workspace: z.string() });

/** Trains the lead grade of a workspace; one at a time for each. */
export const trainQueue = defineQueue({
  name: "train-lead-grade",
  schema: workspaceData,
  policy: "stately",
  retryLimit: 1,
  expireInSeconds: 1_800,
});

/** Computes the scores that are marked stale. */
export const scoreQueue = defineQueue({
  name: "score-leads",
  schema: workspaceData,
  policy: "short",
});

/** Nightly: windows move, and where many leads have ended since the last training a new one is due. */
export const nightlyQueue = defineQueue({ name: "nightly-predictions", schema: z.object({}) });

export const predictionQueues = [trainQueue, scoreQueue, nightlyQueue] as const;

type Send = Pick<Jobs, "send">;

/** Asks for a new training, in the caller's transaction. */
export async function requestTraining(trx: WorkspaceTransaction, jobs: Send): Promise<void> {
  const workspace = await currentWorkspace(trx);
  await jobs.send(trx, trainQueue, { workspace }, { singletonKey: workspace });
}

async function requestScoring(trx: WorkspaceTransaction, jobs: Send): Promise<void> {
  const workspace = await currentWorkspace(trx);
  await jobs.send(trx, scoreQueue, { workspace }, { singletonKey: workspace });
}

/** Marks the leads behind new touchpoints as stale and wakes the scoring, in the transaction that moves the cursor. */
export function leadScoreProjection(jobs: Send): Projection {
  return {
    name: "lead-scores",
    after: ["twin"],
    async apply(trx, events) {
      const { rows } = await sql<{ id: ProfileId }>`
        select distinct profile_id as id from event_profiles
        where event_id = any(${events.map((event) => event.id)}::bigint[])`.execute(trx);
      const linked = await recordsOfProfiles(
        trx,
        rows.map(({ id }) => id),
      );
      const leads = linked.filter(({ object }) => object === "lead").map(({ id }) => id);
      if (leads.length > 0 && (await markStale(trx, leads)) > 0) await requestScoring(trx, jobs);
    },
    reset: async (trx) => {
      await sql`truncate stale_scores`.execute(trx);
    },
  };
}

/** Marks changed leads as stale and wakes the scoring, in the transaction of the change. For `onRecordChange`. */
export function leadChangeListener(jobs: Send): RecordChangeListener {
  return async (trx, change) => {
    const leads = await leadsTouchedBy(trx, change);
    if (leads.length > 0 && (await markStale(trx, leads)) > 0) await requestScoring(trx, jobs);
  };
}

export interface PredictionWorkers {
  readonly database: Pick<Database, "workspace" | "workspaces">;
  readonly jobs: Jobs;
  readonly clock: Clock;
}

const scoredAtOnce = 100;
/** Enough closed leads for a first model by itself; later ones come nightly. */
const firstTraining = 100;

/** Registers the handlers of `predictionQueues`; before the jobs start. */
export function workPredictions({ database, jobs, clock }: PredictionWorkers): void {
  jobs.work(trainQueue, async ({ data, signal }) => {
    const workspace = await database.workspace(data.workspace as WorkspaceId);
    const card = await trainLeadGrade(workspace, { clock, seed: 1, signal });
    if (card.verdict === "usable") {
      await workspace.transaction((trx) => requestScoring(trx, jobs));
    }
  });
  jobs.work(scoreQueue, async ({ data, signal }) => {
    const workspace = await database.workspace(data.workspace as WorkspaceId);
    for (let more = true; more && !signal.aborted; ) {
      more = await workspace.transaction((trx) => scoreSome(trx, clock()));
    }
    await workspace.transaction(async (trx) => {
      if (await isFirstTrainingDue(trx)) await requestTraining(trx, jobs);
    });
  });
  jobs.work(nightlyQueue, async () => {
    for (const { id } of await database.workspaces()) {
      const workspace = await database.workspace(id);
      await workspace.transaction(async (trx) => {
        await markAllStale(trx);
        await requestScoring(trx, jobs);
        if (await isTrainingDue(trx)) await requestTraining(trx, jobs);
      });
    }
  });
  jobs.schedule(nightlyQueue, "15 18 * * *", {});
}

/** Scores some stale leads; says whether there may be more. Without a model the marks are wiped away. */
async function scoreSome(trx: WorkspaceTransaction, now: Date): Promise<boolean> {
  const ids = await takeStale(trx, scoredAtOnce);
  const current = ids.length > 0 ? await readCurrentModel(trx) : undefined;
  if (current !== undefined) await scoreLeads(trx, current, ids, now);
  return ids.length === scoredAtOnce;
}

async function lastCard(trx: WorkspaceTransaction) {
  return trx
    .$extendTables<PredictionTables>()
    .selectFrom("models")
    .select("card")
    .where("prediction", "=", leadGrade)
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirst();
}

async function isFirstTrainingDue(trx: WorkspaceTransaction): Promise<boolean> {
  if ((await lastCard(trx)) !== undefined) return false;
  return (await countClosedLeads(trx)) >= firstTraining;
}

/** A tenth more leads than the last model has seen. */
async function isTrainingDue(trx: WorkspaceTransaction): Promise<boolean> {
  const last = await lastCard(trx);
  const closed = await countClosedLeads(trx);
  return closed >= (last === undefined ? firstTraining : 1.1 * last.card.rows + 10);
}
