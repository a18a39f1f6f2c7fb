import type { Conversions } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import type { ConversionTables } from "./conversion-tables.ts";

const most = 100;

/** Fields on their way to another type and those that arrived, newest first. */
export async function listConversions(trx: WorkspaceTransaction): Promise<Conversions> {
  const rows = await trx
    .$extendTables<ConversionTables>()
    .selectFrom("field_conversions")
    .selectAll()
    .select(
      sql<number>`(select greatest(reltuples, 0)::float8 from pg_class
        where oid = to_regclass('record_' || object))`.as("rows"),
    )
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(most)
    .execute();
  return {
    conversions: rows.map((row) => ({
      id: row.id,
      object: row.object,
      field: row.field,
      type: row.target.type,
      state: row.state,
      filled: row.filled,
      // Also the deleted records are filled, which the estimate may not know of yet.
      rows: Math.max(Math.round(row.rows ?? 0), row.filled),
      lost: row.lost,
      error: row.error,
      createdAt: row.created_at.toISOString(),
      finishedAt: row.finished_at?.toISOString() ?? null,
    })),
  };
}
