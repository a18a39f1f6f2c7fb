import type { WorkspaceTransaction } from "@causeway/platform-database";
import { objectNamed, type Schema } from "@causeway/platform-schema";
import { sql } from "kysely";
import { type IndexReason, type IndexTables, isThere } from "./index-tables.ts";
import { indexName, type ListIndex } from "./list-index.ts";

/** Below this PostgreSQL reads the whole table within a blink. */
export const fewRecords = 20_000;

/** Writes down indexes to build, for large tables only; returns how many are new. */
export async function wishIndexes(
  trx: WorkspaceTransaction,
  schema: Schema,
  indexes: readonly ListIndex[],
  reason: IndexReason,
  smallest = fewRecords,
): Promise<number> {
  let added = 0;
  for (const index of indexes) {
    const name = indexName(objectNamed(schema, index.object), index);
    if (name === undefined || (await estimatedRows(trx, index.object)) < smallest) continue;
    const result = await trx
      .$extendTables<IndexTables>()
      .insertInto("list_indexes")
      .values({
        name,
        object: index.object,
        kind: index.kind,
        fields: [...index.fields],
        sorted_by: index.sortedBy,
        carried: [...index.carried],
        reason,
        state: "wanted",
        error: null,
        built_at: null,
      })
      // One that went with a column is as good as new.
      .onConflict((conflict) =>
        conflict
          .column("name")
          .doUpdateSet({ state: "wanted" })
          .where(sql<boolean>`list_indexes.state = 'ready' and not ${isThere}`),
      )
      .executeTakeFirst();
    added += Number(result.numInsertedOrUpdatedRows ?? 0);
  }
  return added;
}

/** PostgreSQL's own estimate, without reading the table. */
async function estimatedRows(trx: WorkspaceTransaction, object: string): Promise<number> {
  const found = await sql<{ readonly rows: number }>`
    select greatest(reltuples, 0)::float8 as rows from pg_class
    where oid = ${`record_${object}`}::regclass`.execute(trx);
  return found.rows[0]?.rows ?? 0;
}
