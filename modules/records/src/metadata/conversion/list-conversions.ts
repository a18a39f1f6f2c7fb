import type { Conversions } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import type { ConversionTables } from "./conversion-tables.ts";

const most = 100;

/** Fields on their way to another type and those that arrived, newest first. */
export async function listConversions(trx: WorkspaceTransaction): Promise<Conversions> {
  const rows = await trx
    .$extendTables<ConversionTables>()
    .selectFrom("field_conversions")
    .selectAll()
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
      lost: row.lost,
      error: row.error,
      createdAt: row.created_at.toISOString(),
      finishedAt: row.finished_at?.toISOString() ?? null,
    })),
  };
}
