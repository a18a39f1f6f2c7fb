import { setTimeout as wait } from "node:timers/promises";
import {
  leadGrade,
  type PredictionTables,
  requestOtherTrainings,
  requestTraining,
} from "@causeway/module-prediction";
import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import type { Jobs } from "@causeway/platform-jobs";

const pollMs = 500;

/** What the prediction module has done so far. */
async function readTraining(trx: WorkspaceTransaction): Promise<{
  readonly version: number;
  readonly isUsable: boolean;
  readonly isBusy: boolean;
  readonly waiting: number;
}> {
  const tables = trx.$extendTables<PredictionTables>();
  const model = await tables
    .selectFrom("models")
    .select(["version", "verdict"])
    .where("prediction", "=", leadGrade)
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirst();
  const training = await tables
    .selectFrom("trainings")
    .select("prediction")
    .where("prediction", "=", leadGrade)
    .execute();
  const stale = await tables
    .selectFrom("stale_scores")
    .select((expression) => expression.fn.countAll<number>().as("count"))
    .where("object", "=", "lead")
    .executeTakeFirstOrThrow();
  return {
    version: model?.version ?? 0,
    isUsable: model?.verdict === "usable",
    isBusy: training.length > 0,
    waiting: Number(stale.count),
  };
}

/** Trains the lead grade on the whole year and resolves when the open leads have their grades; other predictions follow. */
export async function gradeDemoLeads(
  workspace: WorkspaceDatabase,
  jobs: Pick<Jobs, "send">,
  signal: AbortSignal,
): Promise<void> {
  const read = () => workspace.transaction((trx) => readTraining(trx), { readOnly: true });
  const before = await read();
  await workspace.transaction((trx) => requestTraining(trx, jobs));
  for (;;) {
    const { version, isUsable, isBusy, waiting } = await read();
    if (version > before.version && !isBusy && (!isUsable || waiting === 0)) break;
    await wait(pollMs, undefined, { signal });
  }
  await workspace.transaction((trx) => requestOtherTrainings(trx, jobs));
}
