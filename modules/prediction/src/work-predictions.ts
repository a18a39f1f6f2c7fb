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

/** Trains the lead grade of a workspace: because somebody asked, or, with `ifDue`, because much has happened since. */
export const trainQueue = defineQueue({
  name: "train-lead-grade",
  schema: workspaceData.extend({ ifDue: z.boolean().optional() }),
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

/** A pause in which an import or a demo can end, and perhaps asks for a training itself. */
const duePauseMs = 60_000;

/** Asks for a training soon if one is due then; a person's own request does not wait for it. */
async function requestDueTraining(trx: WorkspaceTransaction, jobs: Send, now: Date): Promise<void> {
  if (!(await isTrainingDue(trx, now))) return;
  const workspace = await currentWorkspace(trx);
  await jobs.send(
    trx,
    trainQueue,
    { workspace, ifDue: true },
    { singletonKey: `${workspace} if due`, startAfter: new Date(now.getTime() + duePauseMs) },
  );
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
  /** What is to follow when a new model has come into force; in a transaction of its own. */
  readonly onModel?: (trx: WorkspaceTransaction) => Promise<void>;
}

const scoredAtOnce = 100;
/** Enough closed leads for a first model without being asked. */
const firstTraining = 100;

/** Registers the handlers of `predictionQueues`; before the jobs start. */
export function workPredictions({ database, jobs, clock, onModel }: PredictionWorkers): void {
  jobs.work(trainQueue, async ({ data, signal }) => {
    const workspace = await database.workspace(data.workspace as WorkspaceId);
    if (
      data.ifDue === true &&
      !(await workspace.transaction((trx) => isTrainingDue(trx, clock()), { readOnly: true }))
    ) {
      return;
    }
    const card = await trainLeadGrade(workspace, { clock, seed: 1, signal });
    if (card.verdict === "usable") {
      await workspace.transaction(async (trx) => {
        await requestScoring(trx, jobs);
        await onModel?.(trx);
      });
    }
  });
  jobs.work(scoreQueue, async ({ data, signal }) => {
    const workspace = await database.workspace(data.workspace as WorkspaceId);
    for (let more = true; more && !signal.aborted; ) {
      more = await workspace.transaction((trx) => scoreSome(trx, clock()));
    }
    await workspace.transaction((trx) => requestDueTraining(trx, jobs, clock()));
  });
  jobs.work(nightlyQueue, async () => {
    for (const { id } of await database.workspaces()) {
      const workspace = await database.workspace(id);
      await workspace.transaction(async (trx) => {
        await markAllStale(trx);
        await requestScoring(trx, jobs);
        await requestDueTraining(trx, jobs, clock());
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

const soonestMs = 10 * 60_000;

/**
 * Whether the model in force has fallen behind: twice as many leads have ended since it was trained, or a tenth more and
 * it is not of the last minutes. So a long import trains a few times on the way, and once more when it is done.
 */
async function isTrainingDue(trx: WorkspaceTransaction, now: Date): Promise<boolean> {
  const last = await lastCard(trx);
  const closed = await countClosedLeads(trx);
  if (last === undefined) return closed >= firstTraining;
  const { rows, trainedAt } = last.card;
  const isRecent = now.getTime() - Date.parse(trainedAt) < soonestMs;
  return closed >= firstTraining && closed >= (isRecent ? 2 * rows : 1.1 * rows + 10);
}
