import type { Clock, WorkspaceId } from "@causeway/kernel";
import type {
  Database,
  WorkspaceDatabase,
  WorkspaceTransaction,
} from "@causeway/platform-database";
import type { Jobs } from "@causeway/platform-jobs";
import { listPredictions, readPrediction } from "./definitions/definition-store.ts";
import { leadGrade, nightlyQueue, scoreQueue, trainQueue } from "./prediction-queues.ts";
import { requestDueTraining, requestScoring, type Send } from "./request-training.ts";
import { checkHealth } from "./scoring/check-health.ts";
import { currentModels } from "./scoring/current-model.ts";
import { historyRebuiltSince, restsOnHistory } from "./scoring/rebuilt-history.ts";
import { scoreRecords } from "./scoring/score-records.ts";
import { markAllStale, takeStale } from "./scoring/stale-scores.ts";
import { isTrainingWanted, type Streaming } from "./training/is-training-wanted.ts";
import { runTraining } from "./training/run-training.ts";

export interface PredictionWorkers {
  readonly database: Pick<Database, "workspace" | "workspaces">;
  readonly jobs: Jobs;
  readonly clock: Clock;
  /** While it is true nothing is trained without being asked; false unless given. */
  readonly isStreaming?: Streaming;
  /** What is to follow when a new lead grade has come into force; in a transaction of its own. */
  readonly onModel?: (trx: WorkspaceTransaction) => Promise<void>;
  /** What is to follow when no score is stale any more; in the transaction that ends the scoring. */
  readonly onScored?: (trx: WorkspaceTransaction) => Promise<void>;
}

const scoredAtOnce = 100;

/** Registers the handlers of `predictionQueues`; before the jobs start. */
export function workPredictions({
  database,
  jobs,
  clock,
  isStreaming,
  onModel,
  onScored,
}: PredictionWorkers): void {
  jobs.work(trainQueue, async ({ data, signal }) => {
    const { prediction } = data;
    const workspace = await database.workspace(data.workspace as WorkspaceId);
    const isWanted = await workspace.transaction((trx) =>
      isTrainingWanted(trx, jobs, data, { clock, isStreaming }),
    );
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
