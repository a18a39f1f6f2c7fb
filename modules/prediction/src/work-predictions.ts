import { anyOf } from "@causeway/engine-conditions";
import type { Clock, ProfileId, WorkspaceId } from "@causeway/kernel";
import {
  accountsAbove,
  type IdentityChangeListener,
  recordsOfProfiles,
} from "@causeway/module-identity";
import { idsWhere, type RecordChangeListener, readCondition } from "@causeway/module-records";
import type { SignalListener } from "@causeway/module-signals";
import type { Projection } from "@causeway/module-touchpoints";
import type { PredictionDefinition } from "@causeway/platform-contract";
import type {
  Database,
  WorkspaceDatabase,
  WorkspaceTransaction,
} from "@causeway/platform-database";
import { defineQueue, type Jobs } from "@causeway/platform-jobs";
import { sql } from "kysely";
import { z } from "zod";
import { currentWorkspace } from "./announce.ts";
import { listPredictions, readPrediction } from "./definitions/definition-store.ts";
import { checkHealth } from "./scoring/check-health.ts";
import { currentModel, currentModels } from "./scoring/current-model.ts";
import {
  historyRebuiltSince,
  rebuildPauseMs,
  restsOnHistory,
  scoresCursor,
} from "./scoring/rebuilt-history.ts";
import { scoreRecords } from "./scoring/score-records.ts";
import { markAllStale, markTouched, takeStale } from "./scoring/stale-scores.ts";
import type { PredictionTables } from "./tables.ts";
import { runTraining } from "./training/run-training.ts";

export const leadGrade = "lead-grade";

const workspaceData = z.object({ workspace: z.string() });

/** Trains a prediction of a workspace: because somebody asked, or, with `ifDue`, because much has happened since. */
export const trainQueue = defineQueue({
  name: "train-prediction",
  schema: workspaceData.extend({ prediction: z.string(), ifDue: z.boolean().optional() }),
  policy: "stately",
  retryLimit: 1,
  expireInSeconds: 1_800,
});

/** Computes the scores that are marked stale. */
export const scoreQueue = defineQueue({
  name: "score-records",
  schema: workspaceData,
  policy: "short",
});

/** Nightly: windows move, models are looked after, and where many records have ended since the last training a new one is due. */
export const nightlyQueue = defineQueue({ name: "nightly-predictions", schema: z.object({}) });

export const predictionQueues = [trainQueue, scoreQueue, nightlyQueue] as const;

type Send = Pick<Jobs, "send">;

/** Asks for a new training, in the caller's transaction. */
export async function requestTraining(
  trx: WorkspaceTransaction,
  jobs: Send,
  prediction: string = leadGrade,
): Promise<void> {
  const workspace = await currentWorkspace(trx);
  const singletonKey = `${workspace} ${prediction}`;
  await jobs.send(trx, trainQueue, { workspace, prediction }, { singletonKey });
}

/** Asks for a training of every ready prediction but the lead grade, one after another. */
export async function requestOtherTrainings(trx: WorkspaceTransaction, jobs: Send): Promise<void> {
  for (const { definition, isReady } of await listPredictions(trx)) {
    if (isReady && definition.name !== leadGrade) await requestTraining(trx, jobs, definition.name);
  }
}

/** A pause in which an import or a demo can end, and perhaps asks for a training itself. */
const duePauseMs = 60_000;

/** Asks for a training soon if one is due then; a person's own request does not wait for it. */
async function requestDueTraining(
  trx: WorkspaceTransaction,
  jobs: Send,
  prediction: string,
  now: Date,
): Promise<void> {
  if (!(await isTrainingDue(trx, prediction, now))) return;
  const workspace = await currentWorkspace(trx);
  await jobs.send(
    trx,
    trainQueue,
    { workspace, prediction, ifDue: true },
    {
      singletonKey: `${workspace} ${prediction} if due`,
      startAfter: new Date(now.getTime() + duePauseMs),
    },
  );
}

/** Asks for the same training a little later: there is only half a history to learn from now. */
async function requestTrainingAfter(
  trx: WorkspaceTransaction,
  jobs: Send,
  data: {
    readonly workspace: string;
    readonly prediction: string;
    readonly ifDue: boolean | undefined;
  },
  now: Date,
): Promise<void> {
  const singletonKey = `${data.workspace} ${data.prediction} rebuilt`;
  const startAfter = new Date(now.getTime() + rebuildPauseMs);
  await jobs.send(trx, trainQueue, data, { singletonKey, startAfter });
}

/** Wakes the scoring of what is marked stale. */
export async function requestScoring(trx: WorkspaceTransaction, jobs: Send): Promise<void> {
  const workspace = await currentWorkspace(trx);
  await jobs.send(trx, scoreQueue, { workspace }, { singletonKey: workspace });
}

/** Marks the records behind new touchpoints as stale and wakes the scoring, in the transaction that moves the cursor. */
export function scoreProjection(jobs: Send): Projection {
  return {
    name: scoresCursor,
    after: ["twin"],
    async apply(trx, events) {
      if ((await currentModels(trx)).length === 0) return;
      const { rows } = await sql<{ id: ProfileId }>`
        select distinct profile_id as id from event_profiles
        where event_id = any(${events.map((event) => event.id)}::bigint[])`.execute(trx);
      const profiles = rows.map(({ id }) => id);
      if ((await markProfiles(trx, profiles)) > 0) await requestScoring(trx, jobs);
    },
    async rebuilt(trx) {
      for (const { definition } of await currentModels(trx)) await markAllStale(trx, definition);
      await requestScoring(trx, jobs);
    },
    reset: async (trx) => {
      await sql`truncate stale_scores`.execute(trx);
    },
  };
}

/** Marks the records of people who were split or joined as stale and wakes the scoring. For `onIdentityChange`. */
export function scoreIdentityListener(jobs: Send): IdentityChangeListener {
  return async (trx, { profiles }) => {
    if ((await currentModels(trx)).length === 0) return;
    if ((await markProfiles(trx, profiles as readonly ProfileId[])) > 0) {
      await requestScoring(trx, jobs);
    }
  };
}

async function markProfiles(
  trx: WorkspaceTransaction,
  profiles: readonly ProfileId[],
): Promise<number> {
  const touched = new Map<string, string[]>();
  for (const { object, id } of await recordsOfProfiles(trx, profiles))
    touched.set(object, [...(touched.get(object) ?? []), id]);
  return markTouched(trx, touched, "touchpoints");
}

/** Marks changed records as stale and wakes the scoring, in the transaction of the change. For `onRecordChange`. */
export function scoreChangeListener(jobs: Send): RecordChangeListener {
  return async (trx, { object, ids }) => {
    const marked = await markTouched(trx, new Map([[object, ids]]), "records");
    // A first model is trained without being asked: whoever looks for stale scores sees whether it is due.
    const isFirst = object === "lead" && (await currentModel(trx, leadGrade)) === undefined;
    if (marked > 0 || isFirst) await requestScoring(trx, jobs);
  };
}

/** Marks the records of companies that something was published about as stale and wakes the scoring. For `onSignals`. */
export function scoreSignalListener(jobs: Send): SignalListener {
  return async (trx, companies) => {
    if ((await currentModels(trx)).length === 0) return;
    const { rows } = await sql<{ id: string }>`
      select distinct a.id::text from record_account a
      join unnest(
        ${companies.map(({ name }) => name)}::text[],
        ${companies.map(({ creditCode }) => creditCode)}::text[]) as c(name, credit_code)
        on a.credit_code = c.credit_code or (c.credit_code is null and a.name = c.name)
      where a.deleted_at is null`.execute(trx);
    const accounts = [...rows.map(({ id }) => id), ...(await accountsAbove(trx, companies))];
    if ((await markTouched(trx, new Map([["account", accounts]]), "signals")) > 0) {
      await requestScoring(trx, jobs);
    }
  };
}

export interface PredictionWorkers {
  readonly database: Pick<Database, "workspace" | "workspaces">;
  readonly jobs: Jobs;
  readonly clock: Clock;
  /** What is to follow when a new lead grade has come into force; in a transaction of its own. */
  readonly onModel?: (trx: WorkspaceTransaction) => Promise<void>;
  /** What is to follow when no score is stale any more; in the transaction that ends the scoring. */
  readonly onScored?: (trx: WorkspaceTransaction) => Promise<void>;
}

const scoredAtOnce = 100;
/** Enough ended records for a first model without being asked. */
const firstTraining = 100;

/** Registers the handlers of `predictionQueues`; before the jobs start. */
export function workPredictions({
  database,
  jobs,
  clock,
  onModel,
  onScored,
}: PredictionWorkers): void {
  jobs.work(trainQueue, async ({ data: { workspace: id, prediction, ifDue }, signal }) => {
    const workspace = await database.workspace(id as WorkspaceId);
    const isWanted = await workspace.transaction(async (trx) => {
      const predictions = await listPredictions(trx);
      const own = predictions.find(({ definition: { name } }) => name === prediction);
      if (own === undefined) return false;
      if (restsOnHistory(own.definition) && (await historyRebuiltSince(trx)) !== null) {
        await requestTrainingAfter(trx, jobs, { workspace: id, prediction, ifDue }, clock());
        return false;
      }
      return ifDue !== true || (await isTrainingDue(trx, prediction, clock()));
    });
    if (!isWanted) return;
    const card = await runTraining(workspace, prediction, { clock, seed: 1, signal });
    if (card?.verdict !== "usable") return;
    await workspace.transaction(async (trx) => {
      await requestScoring(trx, jobs);
      const { currentModelId } = await readPrediction(trx, prediction);
      if (prediction === leadGrade && currentModelId === card.id) await onModel?.(trx);
    });
  });
  jobs.work(scoreQueue, async ({ data, signal }) => {
    const workspace = await database.workspace(data.workspace as WorkspaceId);
    for (let more = true; more && !signal.aborted; ) {
      more = await workspace.transaction((trx) => scoreSome(trx, clock()));
    }
    await workspace.transaction(async (trx) => {
      await requestDueTraining(trx, jobs, leadGrade, clock());
      await onScored?.(trx);
    });
  });
  jobs.work(nightlyQueue, async ({ signal }) => {
    for (const { id } of await database.workspaces()) {
      if (signal.aborted) return;
      await lookAfter(await database.workspace(id), jobs, clock());
    }
  });
  jobs.schedule(nightlyQueue, "15 18 * * *", {});
}

/** What is done for a workspace every night. */
export async function lookAfter(
  workspace: WorkspaceDatabase,
  jobs: Send,
  now: Date,
): Promise<void> {
  const models = await workspace.transaction((trx) => currentModels(trx), { readOnly: true });
  for (const current of models) {
    await workspace.transaction(async (trx) => {
      const isHalf =
        restsOnHistory(current.definition) && (await historyRebuiltSince(trx)) !== null;
      if (!isHalf) await checkHealth(trx, current, now);
      await markAllStale(trx, current.definition);
    });
  }
  await workspace.transaction(async (trx) => {
    await requestScoring(trx, jobs);
    for (const { definition } of await listPredictions(trx)) {
      if (definition.promotion === "by-hand") continue;
      await requestDueTraining(trx, jobs, definition.name, now);
    }
  });
}

/** Scores some stale records; says whether there may be more. Without a model the marks are wiped away. */
async function scoreSome(trx: WorkspaceTransaction, now: Date): Promise<boolean> {
  const taken = await takeStale(trx, scoredAtOnce);
  let count = 0;
  for (const [object, ids] of taken) {
    await scoreRecords(trx, object, ids, now);
    count += ids.length;
  }
  return count === scoredAtOnce;
}

const soonestMs = 10 * 60_000;

/**
 * Whether the newest version has fallen behind: twice as many records have ended since it was trained, or a tenth more and
 * it is not of the last minutes. So a long import trains a few times on the way, and once more when it is done.
 */
async function isTrainingDue(
  trx: WorkspaceTransaction,
  prediction: string,
  now: Date,
): Promise<boolean> {
  const last = await trx
    .$extendTables<PredictionTables>()
    .selectFrom("models")
    .select("card")
    .where("prediction", "=", prediction)
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirst();
  const { definition } = await readPrediction(trx, prediction);
  const ended = await countEnded(trx, definition);
  if (last === undefined) return ended >= firstTraining;
  const { rows, trainedAt } = last.card;
  const isRecent = now.getTime() - Date.parse(trainedAt) < soonestMs;
  return ended >= firstTraining && ended >= (isRecent ? 2 * rows : 1.1 * rows + 10);
}

/** The latest records say most about the next ones; a training reads no more than these. */
const mostRecords = 20_000;

/** How many records there are to learn from. */
async function countEnded(
  trx: WorkspaceTransaction,
  { object, outcome }: PredictionDefinition,
): Promise<number> {
  const ends =
    outcome.kind === "leaves"
      ? []
      : [outcome.kind === "number" ? outcome.when : outcome.condition, outcome.otherwise];
  const over = ends.filter((end) => end !== null).map((end) => readCondition(end));
  const ids = await idsWhere(trx, {
    object,
    filter: over.length === 0 ? undefined : anyOf(...over),
  });
  return Math.min(ids.length, mostRecords);
}
