import type { Score } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import type { PredictionTables } from "../tables.ts";

/** The scores of records; those without one are left out. */
export async function readScores(
  trx: WorkspaceTransaction,
  { object, ids }: { readonly object: string; readonly ids: readonly string[] },
): Promise<readonly Score[]> {
  if (ids.length === 0) return [];
  const rows = await trx
    .$extendTables<PredictionTables>()
    .selectFrom("scores")
    .selectAll()
    .where("object", "=", object)
    .where("record_id", "in", ids)
    .execute();
  return rows.map((row) => ({
    object: row.object,
    recordId: row.record_id,
    modelId: row.model_id,
    grade: row.grade,
    probability: row.probability,
    low: row.low,
    high: row.high,
    baseRate: row.base_rate,
    reasons: [...row.reasons],
    similar: row.similar_cases,
    asOf: row.as_of.toISOString(),
    computedAt: row.computed_at.toISOString(),
  }));
}
