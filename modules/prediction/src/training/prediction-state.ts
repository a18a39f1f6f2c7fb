import { AppError } from "@causeway/kernel";
import { readSchema } from "@causeway/module-records";
import {
  type ModelCard,
  type ModelVersion,
  modelCardSchema,
  type PredictionState,
  type PredictionSummary,
} from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import {
  listPredictions,
  readPrediction,
  type StoredPrediction,
} from "../definitions/definition-store.ts";
import { outcomeWords } from "../definitions/definition-words.ts";
import { historyRebuiltSince, rebuildReasons } from "../scoring/rebuilt-history.ts";
import type { PredictionTables } from "../tables.ts";

/** All predictions, each with the version in force, the newest one, and the training under way. */
export async function listStates(trx: WorkspaceTransaction): Promise<readonly PredictionSummary[]> {
  const summaries: PredictionSummary[] = [];
  for (const prediction of await listPredictions(trx)) {
    summaries.push(await summaryOf(trx, prediction, await versionsOf(trx, prediction)));
  }
  return summaries;
}

/** One prediction with its versions and what was put in force. Throws AppError("not-found"). */
export async function predictionState(
  trx: WorkspaceTransaction,
  name: string,
): Promise<PredictionState> {
  const prediction = await readPrediction(trx, name);
  const versions = await versionsOf(trx, prediction);
  const tables = trx.$extendTables<PredictionTables>();
  const promotions = await tables
    .selectFrom("promotions")
    .leftJoin("models", "models.id", "promotions.model_id")
    .select(["promotions.kind", "at", "actor_kind", "actor_id", "why", "models.version"])
    .where("promotions.prediction", "=", name)
    .orderBy("promotions.id", "desc")
    .limit(20)
    .execute();
  const { health } = await tables
    .selectFrom("predictions")
    .select("health")
    .where("name", "=", name)
    .executeTakeFirstOrThrow();
  return {
    ...(await summaryOf(trx, prediction, versions)),
    definition: prediction.definition,
    versions: [...versions],
    promotions: promotions.map(({ kind, version, at, actor_kind, actor_id, why }) => ({
      kind,
      version,
      at: at.toISOString(),
      by: actor_kind === "user" ? actor_id : actor_kind,
      why,
    })),
    stale: [...rebuildReasons(await historyRebuiltSince(trx), prediction.definition), ...health],
  };
}

/** The card of a version. Throws AppError("not-found"). */
export async function readCard(
  trx: WorkspaceTransaction,
  prediction: string,
  version: number,
): Promise<ModelCard> {
  const row = await trx
    .$extendTables<PredictionTables>()
    .selectFrom("models")
    .select("card")
    .where("prediction", "=", prediction)
    .where("version", "=", version)
    .executeTakeFirst();
  if (row === undefined)
    throw new AppError("not-found", { zh: "没有这个版本", en: "There is no such version." });
  return modelCardSchema.parse(row.card);
}

const mostVersions = 30;

async function versionsOf(
  trx: WorkspaceTransaction,
  { definition, currentModelId }: StoredPrediction,
): Promise<readonly ModelVersion[]> {
  const rows = await trx
    .$extendTables<PredictionTables>()
    .selectFrom("models")
    .select(["id", "card"])
    .where("prediction", "=", definition.name)
    .orderBy("version", "desc")
    .limit(mostVersions)
    .execute();
  return rows.map(({ id, card }) => {
    const {
      version,
      verdict,
      trainedAt,
      rows: records,
      auc,
      r2,
      recipe,
      compared,
    } = modelCardSchema.parse(card);
    const isCurrent = id === currentModelId;
    return {
      ...{ version, verdict, trainedAt, recipe, compared, isCurrent },
      rows: records,
      score: auc ?? r2,
    };
  });
}

async function summaryOf(
  trx: WorkspaceTransaction,
  { definition, isReady }: StoredPrediction,
  versions: readonly ModelVersion[],
): Promise<PredictionSummary> {
  const { name, label, object, outcome } = definition;
  const tables = trx.$extendTables<PredictionTables>();
  const training = await tables
    .selectFrom("trainings")
    .selectAll()
    .where("prediction", "=", name)
    .executeTakeFirst();
  const { scored } = await tables
    .selectFrom("scores")
    .select((expression) => expression.fn.countAll<number>().as("scored"))
    .where("prediction", "=", name)
    .executeTakeFirstOrThrow();
  const { waiting } = await tables
    .selectFrom("stale_scores")
    .select((expression) => expression.fn.countAll<number>().as("waiting"))
    .where("object", "=", object)
    .executeTakeFirstOrThrow();
  return {
    ...{ name, label, object, isReady },
    task: outcome.kind === "number" ? "regression" : "binary",
    says: outcomeWords(definition, await readSchema(trx)),
    current: versions.find(({ isCurrent }) => isCurrent) ?? null,
    latest: versions[0] ?? null,
    training: training
      ? {
          startedAt: training.started_at.toISOString(),
          progress: training.progress,
          phase: training.phase,
          cancelled: training.cancelled,
        }
      : null,
    scored: Number(scored),
    waiting: Number(waiting),
  };
}
