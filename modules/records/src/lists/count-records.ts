import type { RecordCount } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { objectNamed } from "@causeway/platform-schema";
import { sql } from "kysely";
import { readSchema } from "../metadata/read-schema.ts";
import { type RecordSelection, searchPlan, selectionSql, walksFrom } from "./list-records.ts";

/** Every list shows a count, and PostgreSQL counts entry by entry: a million take a third of a second. */
export const mostCounted = 2_000;

export interface CountInput extends RecordSelection {
  /** Counts to the end. */
  readonly exact?: boolean;
}

/** How many records are meant: exact up to 2,000 or where that is asked for, then "more than that". */
export async function countRecords(
  trx: WorkspaceTransaction,
  { exact = false, ...selection }: CountInput,
): Promise<RecordCount> {
  const schema = await readSchema(trx);
  const object = objectNamed(schema, selection.object);
  const found = await searchPlan(trx, schema, selection, walksFrom);
  const source = selectionSql(schema, object, selection, found);
  const counted = await sql<{ readonly count: number }>`${
    exact
      ? sql`select count(*) as count ${source}`
      : sql`select count(*) as count from (select 1 ${source} limit ${mostCounted + 1}) as found`
  }`.execute(trx);
  const count = counted.rows[0]?.count ?? 0;
  if (exact || count <= mostCounted) return { count, exact: true };
  return { count: mostCounted, exact: false };
}
