import { currentWorkspace, type WorkspaceTransaction } from "@causeway/platform-database";
import type { Jobs } from "@causeway/platform-jobs";
import { listPredictions } from "./definitions/definition-store.ts";
import { leadGrade, scoreQueue, trainQueue } from "./prediction-queues.ts";
import { rebuildPauseMs } from "./scoring/rebuilt-history.ts";
import { isTrainingDue } from "./training/training-due.ts";

/** Of jobs, what asking for work needs. */
export type Send = Pick<Jobs, "send">;

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
export async function requestDueTraining(
  trx: WorkspaceTransaction,
  jobs: Send,
  prediction: string,
  now: Date,
): Promise<void> {
  if (await isTrainingDue(trx, prediction, now)) {
    await postponeDueTraining(trx, jobs, prediction, now);
  }
}

/** Has looked soon whether a training is due. */
export async function postponeDueTraining(
  trx: WorkspaceTransaction,
  jobs: Send,
  prediction: string,
  now: Date,
): Promise<void> {
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
export async function requestTrainingAfter(
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
