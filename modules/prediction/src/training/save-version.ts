import type { ModelCard, PredictionDefinition, StoredModelCard } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import type { Logged } from "../datasets/columns.ts";
import type { Cell } from "../datasets/feature.ts";
import type { TrainingSet } from "../datasets/training-set.ts";
import type { BoundDefinition } from "../definitions/bind-definition.ts";
import { cutoffsFor } from "../scoring/grade.ts";
import { askedColumns } from "../scoring/predicted-values.ts";
import type { PredictionTables } from "../tables.ts";
import type { StoredModel } from "./stored-model.ts";
import type { TrainingResult } from "./train-model.ts";

export interface NewVersion {
  readonly card: ModelCard;
  readonly bound: BoundDefinition;
  readonly set: TrainingSet;
  readonly logged: Logged;
  readonly result: TrainingResult | undefined;
}

/** Stores a version with its card, the definition it was trained by, and the cases it was judged on. */
export async function saveVersion(
  trx: WorkspaceTransaction,
  { card, bound, set, logged, result }: NewVersion,
): Promise<void> {
  const model = card.verdict === "usable" && result ? storedModel(bound, logged, result) : null;
  await trx
    .$extendTables<PredictionTables>()
    .insertInto("models")
    .values({
      id: card.id,
      prediction: card.prediction,
      version: card.version,
      verdict: card.verdict,
      trained_at: new Date(card.trainedAt),
      card: JSON.stringify(card) as unknown as StoredModelCard,
      model: model === null ? null : (JSON.stringify(model) as unknown as StoredModel),
      definition: JSON.stringify(bound.definition) as unknown as PredictionDefinition,
    })
    .execute();
  if (model !== null && result) await saveCases(trx, card.id, bound, set, result);
}

function storedModel(
  { task, parameters }: BoundDefinition,
  logged: Logged,
  result: TrainingResult,
): StoredModel {
  return {
    saved: result.report.model,
    baseRate: result.baseRate,
    cutoffs: cutoffsFor(task === "binary" ? result.baseRate : 0.5),
    record: [...result.record],
    shifts: result.shifts && [...result.shifts],
    reach: result.reach,
    logged: [...logged],
    curve: result.curve,
    parameters: { ...parameters },
  };
}

async function saveCases(
  trx: WorkspaceTransaction,
  modelId: string,
  { features }: BoundDefinition,
  set: TrainingSet,
  { cases, report, curve }: TrainingResult,
): Promise<void> {
  const place = new Map(features.map(({ name }, index) => [name, index]));
  const columns = askedColumns({ saved: report.model, curve }).map(({ name }) => place.get(name));
  const rows = cases.map(({ row, predicted, contributions }, number) => ({
    number,
    record_id: set.recordIds[row],
    at: new Date(set.atMs[row] ?? 0).toISOString(),
    predicted,
    outcome: set.target[row],
    cells: columns.map(
      (column): Cell => (column === undefined ? null : (set.cells[row]?.[column] ?? null)),
    ),
    contributions: contributions.map((value) => Number(value.toPrecision(6))),
  }));
  await sql`insert into model_cases
      (model_id, number, record_id, at, predicted, outcome, cells, contributions)
    select ${modelId}, c.number, c.record_id, c.at, c.predicted, c.outcome, c.cells, c.contributions
    from json_to_recordset(${JSON.stringify(rows)}::json) as c(number integer, record_id uuid,
      at timestamptz, predicted float8, outcome float8, cells jsonb, contributions jsonb)`.execute(
    trx,
  );
}
