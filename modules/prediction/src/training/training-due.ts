import { anyOf } from "@causeway/engine-conditions";
import { idsWhere, readCondition } from "@causeway/module-records";
import type { PredictionDefinition } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { readPrediction } from "../definitions/definition-store.ts";
import type { PredictionTables } from "../tables.ts";

/** Enough ended records for a first model without being asked. */
const firstTraining = 100;
const soonestMs = 10 * 60_000;

/**
 * Whether the newest version has fallen behind: twice as many records have ended since it was trained, or a tenth more and
 * it is not of the last minutes. So a long import trains a few times on the way, and once more when it is done.
 */
export async function isTrainingDue(
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
