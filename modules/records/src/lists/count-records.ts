import type { RecordCount } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { objectNamed } from "@causeway/platform-schema";
import { sql } from "kysely";
import { readSchema } from "../metadata/read-schema.ts";
import { type RecordSelection, searchPlan, selectionSql, walksFrom } from "./list-records.ts";

/** A person needs no exact number beyond this, and counting a million takes too long. */
export const mostCounted = 10_000;

/** How many records are meant: exact up to 10,000, then "at least that many". */
export async function countRecords(
  trx: WorkspaceTransaction,
  selection: RecordSelection,
): Promise<RecordCount> {
  const schema = await readSchema(trx);
  const object = objectNamed(schema, selection.object);
  const found = await searchPlan(trx, schema, selection, walksFrom);
  const counted = await sql<{ readonly count: number }>`
    select count(*) as count from (
      select 1 ${selectionSql(schema, object, selection, found)} limit ${mostCounted + 1}) as found`.execute(
    trx,
  );
  const count = counted.rows[0]?.count ?? 0;
  return { count: Math.min(count, mostCounted), exact: count <= mostCounted };
}
