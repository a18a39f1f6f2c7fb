import {
  type ModelCard,
  modelCardSchema,
  type PredictionDefinition,
  predictionDefinitionSchema,
} from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import type { PredictionTables } from "../tables.ts";
import { type PredictionModel, parseStoredModel } from "../training/stored-model.ts";

/** A version that can score. */
export interface CurrentModel {
  readonly id: string;
  readonly card: ModelCard;
  readonly model: PredictionModel;
  /** As it was when the version was trained. */
  readonly definition: PredictionDefinition;
}

const mostKept = 32;
/** Models by id: a stored model never changes, and parsing one costs more than scoring a page of records. */
const parsed = new Map<string, CurrentModel>();

/** The version in force; undefined where there is none. */
export async function currentModel(
  trx: WorkspaceTransaction,
  prediction: string,
): Promise<CurrentModel | undefined> {
  const row = await trx
    .$extendTables<PredictionTables>()
    .selectFrom("predictions")
    .select(["current_model_id", "definition"])
    .where("name", "=", prediction)
    .executeTakeFirst();
  return row?.current_model_id ? readModel(trx, row.current_model_id, row.definition) : undefined;
}

/** The versions in force for records of an object (of all objects where none is given). */
export async function currentModels(
  trx: WorkspaceTransaction,
  object?: string,
): Promise<readonly CurrentModel[]> {
  const rows = await trx
    .$extendTables<PredictionTables>()
    .selectFrom("predictions")
    .select(["current_model_id", "definition"])
    .where("current_model_id", "is not", null)
    .orderBy("position")
    .execute();
  const models: CurrentModel[] = [];
  for (const { current_model_id: id, definition } of rows) {
    if (id === null || (object !== undefined && definition.object !== object)) continue;
    const model = await readModel(trx, id, definition);
    if (model) models.push(model);
  }
  return models;
}

/** Any version that can score, with the definition of today where it has kept none. */
async function readModel(
  trx: WorkspaceTransaction,
  id: string,
  today: PredictionDefinition,
): Promise<CurrentModel | undefined> {
  const known = parsed.get(id);
  if (known !== undefined) return known;
  const row = await trx
    .$extendTables<PredictionTables>()
    .selectFrom("models")
    .select(["model", "card", "definition"])
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  if (row.model === null) return undefined;
  const read: CurrentModel = {
    id,
    card: modelCardSchema.parse(row.card),
    model: parseStoredModel(row.model),
    definition: predictionDefinitionSchema.parse(row.definition ?? today),
  };
  for (const old of parsed.keys()) if (parsed.size >= mostKept) parsed.delete(old);
  parsed.set(id, read);
  return read;
}
