import { readSchema } from "@causeway/module-records";
import {
  modelCardSchema,
  type Score,
  type ScoreDetail,
  type StaleReason,
} from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import type { Selectable } from "kysely";
import { listPredictions, readPrediction } from "../definitions/definition-store.ts";
import { outcomeWords } from "../definitions/definition-words.ts";
import type { PredictionTables } from "../tables.ts";
import { historyRebuiltSince, rebuildReasons } from "./rebuilt-history.ts";
import { similarPastCases } from "./similar-past-cases.ts";

export interface ReadScoresInput {
  readonly object: string;
  readonly ids?: readonly string[] | undefined;
  /** Instead of ids: so many of the records with the highest values. */
  readonly top?: number | undefined;
  /** Absent: the first prediction of the object. */
  readonly prediction?: string | undefined;
}

/** What a prediction says of records; those without a score are left out. */
export async function readScores(
  trx: WorkspaceTransaction,
  input: ReadScoresInput,
): Promise<readonly Score[]> {
  const rows = await scoreRows(trx, input);
  const rebuild = await rebuildReasonsOf(trx, rows[0]?.prediction);
  return rows.map((row) => presentScore(row, rebuild));
}

type Row = Selectable<PredictionTables["scores"]> & {
  readonly task: Score["task"];
  readonly health: readonly StaleReason[];
  readonly marked_at: Date | null;
};

async function scoreRows(
  trx: WorkspaceTransaction,
  { object, ids = [], top, prediction }: ReadScoresInput,
): Promise<readonly Row[]> {
  if (ids.length === 0 && top === undefined) return [];
  const name = prediction ?? (await firstPrediction(trx, object));
  if (name === undefined) return [];
  const scores = trx
    .$extendTables<PredictionTables>()
    .selectFrom("scores")
    .innerJoin("models", "models.id", "scores.model_id")
    .innerJoin("predictions", "predictions.name", "scores.prediction")
    .leftJoin("stale_scores", (join) =>
      join
        .onRef("stale_scores.object", "=", "scores.object")
        .onRef("stale_scores.record_id", "=", "scores.record_id"),
    )
    .selectAll("scores")
    .select(["models.card", "predictions.health", "stale_scores.marked_at"])
    .where("scores.prediction", "=", name)
    .where("scores.object", "=", object);
  const chosen =
    top === undefined
      ? scores.where("scores.record_id", "in", ids)
      : scores.orderBy("scores.value", "desc").orderBy("scores.record_id").limit(top);
  const rows = await chosen.execute();
  return rows.map(({ card, ...row }) => ({ ...row, task: card.task ?? "binary" }));
}

/** The prediction that speaks first of an object's records. */
async function firstPrediction(
  trx: WorkspaceTransaction,
  object: string,
): Promise<string | undefined> {
  const predictions = await listPredictions(trx);
  const own = predictions.filter(({ definition }) => definition.object === object);
  return (own.find(({ currentModelId }) => currentModelId !== null) ?? own[0])?.definition.name;
}

async function rebuildReasonsOf(
  trx: WorkspaceTransaction,
  prediction: string | undefined,
): Promise<readonly StaleReason[]> {
  const since = prediction === undefined ? null : await historyRebuiltSince(trx);
  if (since === null || prediction === undefined) return [];
  return rebuildReasons(since, (await readPrediction(trx, prediction)).definition);
}

function presentScore(row: Row, rebuild: readonly StaleReason[]): Score {
  return {
    prediction: row.prediction,
    object: row.object,
    recordId: row.record_id,
    modelId: row.model_id,
    task: row.task,
    grade: row.grade,
    value: row.value,
    low: row.low,
    high: row.high,
    baseRate: row.base_rate,
    reasons: [...row.reasons],
    similar: row.similar_cases,
    stale: [...rebuild, ...staleReasons(row)],
    asOf: row.as_of.toISOString(),
    computedAt: row.computed_at.toISOString(),
  };
}

function staleReasons({ marked_at, health }: Row): StaleReason[] {
  const newer: StaleReason[] =
    marked_at === null
      ? []
      : [
          {
            code: "newer-data",
            label: {
              zh: "有更新的数据，正在重新计算",
              en: "Newer data has come in; it is being computed anew",
            },
            since: marked_at.toISOString(),
          },
        ];
  return [...newer, ...health];
}

/** One score with all that explains it; undefined where there is none. */
export async function readScoreDetail(
  trx: WorkspaceTransaction,
  {
    object,
    id,
    prediction,
  }: { readonly object: string; readonly id: string; readonly prediction?: string | undefined },
): Promise<ScoreDetail | undefined> {
  const [row] = await scoreRows(trx, { object, ids: [id], prediction });
  if (row === undefined) return undefined;
  const predictions = await listPredictions(trx);
  const own = predictions.find(({ definition }) => definition.name === row.prediction);
  if (own === undefined) return undefined;
  const tables = trx.$extendTables<PredictionTables>();
  const { card, definition } = await tables
    .selectFrom("models")
    .select(["card", "definition"])
    .where("id", "=", row.model_id)
    .executeTakeFirstOrThrow();
  const { outcome } = definition ?? own.definition;
  const scored = await tables
    .selectFrom("scores")
    .select("prediction")
    .where("object", "=", object)
    .where("record_id", "=", id)
    .execute();
  const names = new Set(scored.map((each) => each.prediction));
  return {
    ...presentScore(row, await rebuildReasonsOf(trx, row.prediction)),
    label: own.definition.label,
    says: outcomeWords(own.definition, await readSchema(trx)),
    horizonDays: outcome.kind === "number" ? null : outcome.horizonDays,
    curve: row.curve && { points: [...row.curve], falls: outcome.kind === "leaves" },
    modelVersion: modelCardSchema.parse(card).version,
    cases: [
      ...(await similarPastCases(trx, {
        object,
        recordId: id,
        modelId: row.model_id,
        definition: definition ?? own.definition,
        contributions: row.contributions,
      })),
    ],
    predictions: predictions
      .filter((each) => names.has(each.definition.name))
      .map((each) => ({ name: each.definition.name, label: each.definition.label })),
  };
}
