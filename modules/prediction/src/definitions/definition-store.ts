import { AppError } from "@causeway/kernel";
import { readSchema } from "@causeway/module-records";
import { type PredictionDefinition, predictionDefinitionSchema } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import type { ParameterValues } from "../parameters/parameter-definitions.ts";
import { readParameterValues } from "../parameters/parameter-store.ts";
import type { PredictionTables } from "../tables.ts";
import { type BoundDefinition, bindDefinition } from "./bind-definition.ts";

/** A definition with its place in the product. */
export interface StoredPrediction {
  readonly definition: PredictionDefinition;
  readonly isReady: boolean;
  readonly currentModelId: string | null;
}

/** All predictions, the ready ones first. */
export async function listPredictions(
  trx: WorkspaceTransaction,
): Promise<readonly StoredPrediction[]> {
  const rows = await trx
    .$extendTables<PredictionTables>()
    .selectFrom("predictions")
    .select(["definition", "is_ready", "current_model_id"])
    .orderBy("position")
    .execute();
  return rows.map((row) => ({
    definition: predictionDefinitionSchema.parse(row.definition),
    isReady: row.is_ready,
    currentModelId: row.current_model_id,
  }));
}

/** One prediction. Throws AppError("not-found"). */
export async function readPrediction(
  trx: WorkspaceTransaction,
  name: string,
): Promise<StoredPrediction> {
  const found = (await listPredictions(trx)).find(({ definition }) => definition.name === name);
  if (found === undefined)
    throw new AppError("not-found", {
      zh: `没有预测“${name}”`,
      en: `There is no prediction "${name}".`,
    });
  return found;
}

/** Binds a definition to the workspace as it is, by the parameters in force unless others are given. Throws AppError("bad-input") where it does not fit. */
export async function bindIn(
  trx: WorkspaceTransaction,
  definition: PredictionDefinition,
  parameters?: ParameterValues,
): Promise<BoundDefinition> {
  const predictions = await listPredictions(trx);
  return bindDefinition(definition, {
    schema: await readSchema(trx),
    parameters: parameters ?? (await readParameterValues(trx)),
    predictions: new Map(
      predictions
        .filter(({ definition: { name } }) => name !== definition.name)
        .map(({ definition: { name, label } }) => [name, label]),
    ),
  });
}

/** Stores a new definition. Throws AppError("conflict") where the name is taken, "bad-input" where it does not fit. */
export async function createPrediction(
  trx: WorkspaceTransaction,
  definition: PredictionDefinition,
  now: Date,
): Promise<void> {
  await bindIn(trx, definition);
  const { numInsertedOrUpdatedRows } = await trx
    .$extendTables<PredictionTables>()
    .insertInto("predictions")
    .values({
      name: definition.name,
      definition: JSON.stringify(definition) as unknown as PredictionDefinition,
      is_ready: false,
      created_at: now,
      updated_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (!numInsertedOrUpdatedRows) {
    throw new AppError("conflict", {
      zh: `已有名为“${definition.name}”的预测`,
      en: `There is a prediction "${definition.name}" already.`,
    });
  }
}

/** Changes a definition; models in force stay in force until a new one is promoted. */
export async function changePrediction(
  trx: WorkspaceTransaction,
  name: string,
  definition: PredictionDefinition,
  now: Date,
): Promise<void> {
  const { definition: held } = await readPrediction(trx, name);
  if (definition.name !== name || definition.object !== held.object) {
    throw new AppError("bad-input", {
      zh: "预测的名称和对象不能更改",
      en: "Name and object of a prediction stay as they are.",
    });
  }
  await bindIn(trx, definition);
  await trx
    .$extendTables<PredictionTables>()
    .updateTable("predictions")
    .set({
      definition: JSON.stringify(definition) as unknown as PredictionDefinition,
      updated_at: now,
    })
    .where("name", "=", name)
    .execute();
}

/** Removes one's own prediction with its models and scores. Throws AppError("conflict") for a ready one. */
export async function removePrediction(trx: WorkspaceTransaction, name: string): Promise<void> {
  const { isReady } = await readPrediction(trx, name);
  if (isReady)
    throw new AppError("conflict", {
      zh: "内置的预测不能删除",
      en: "A ready prediction cannot be removed.",
    });
  const tables = trx.$extendTables<PredictionTables>();
  await tables.deleteFrom("scores").where("prediction", "=", name).execute();
  await tables.deleteFrom("score_history").where("prediction", "=", name).execute();
  await tables.deleteFrom("promotions").where("prediction", "=", name).execute();
  await tables.deleteFrom("predictions").where("name", "=", name).execute();
  await tables.deleteFrom("models").where("prediction", "=", name).execute();
}
