import type { Reason, Score } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import type { PredictionTables } from "../tables.ts";
import type { CurrentModel } from "./current-model.ts";
import type { RawScore } from "./score-cells.ts";

/** Takes the scores of records away. */
export async function dropScores(
  trx: WorkspaceTransaction,
  prediction: string,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await trx
    .$extendTables<PredictionTables>()
    .deleteFrom("scores")
    .where("prediction", "=", prediction)
    .where("record_id", "in", ids)
    .execute();
}

const asJson = <Value>(value: Value) => JSON.stringify(value) as unknown as Value;

/** Stores scores in place of older ones, and in the history what has changed. */
export async function saveScores(
  trx: WorkspaceTransaction,
  { id, model, definition }: CurrentModel,
  ids: readonly string[],
  scores: readonly RawScore[],
  asOf: Date,
): Promise<void> {
  const rows = scores.flatMap((score, place) => {
    const recordId = ids[place];
    if (recordId === undefined) return [];
    return [
      {
        prediction: definition.name,
        object: definition.object,
        record_id: recordId,
        model_id: id,
        grade: score.grade,
        value: score.value,
        low: score.low,
        high: score.high,
        base_rate: model.baseRate,
        reasons: asJson<readonly Reason[]>(score.reasons),
        similar_cases: score.similar === null ? null : asJson<Score["similar"]>(score.similar),
        cells: asJson(score.cells),
        contributions: asJson(score.contributions),
        curve: score.curve === null ? null : asJson(score.curve),
        as_of: asOf,
        computed_at: asOf,
      },
    ];
  });
  if (rows.length === 0) return;
  await trx
    .$extendTables<PredictionTables>()
    .insertInto("scores")
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(["prediction", "record_id"]).doUpdateSet((expression) => ({
        model_id: expression.ref("excluded.model_id"),
        grade: expression.ref("excluded.grade"),
        value: expression.ref("excluded.value"),
        low: expression.ref("excluded.low"),
        high: expression.ref("excluded.high"),
        base_rate: expression.ref("excluded.base_rate"),
        reasons: expression.ref("excluded.reasons"),
        similar_cases: expression.ref("excluded.similar_cases"),
        cells: expression.ref("excluded.cells"),
        contributions: expression.ref("excluded.contributions"),
        curve: expression.ref("excluded.curve"),
        as_of: expression.ref("excluded.as_of"),
        computed_at: expression.ref("excluded.computed_at"),
      })),
    )
    .execute();
  await remember(trx, definition.name, ids);
}

/** Adds to the history what differs by a point (of a number: by a hundredth) from what was said last. */
async function remember(
  trx: WorkspaceTransaction,
  prediction: string,
  ids: readonly string[],
): Promise<void> {
  await sql`insert into score_history (prediction, record_id, as_of, model_id, value)
    select s.prediction, s.record_id, s.as_of, s.model_id, s.value from scores s
    left join lateral (
      select value from score_history h
      where h.prediction = s.prediction and h.record_id = s.record_id
      order by h.as_of desc limit 1) last on true
    where s.prediction = ${prediction} and s.record_id = any(${[...ids]}::uuid[])
      and (last.value is null or abs(s.value - last.value) >= 0.01 * greatest(1, abs(last.value)))
    on conflict do nothing`.execute(trx);
}
