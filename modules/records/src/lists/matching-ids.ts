import type { MatchingIds } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { objectNamed } from "@causeway/platform-schema";
import { sql } from "kysely";
import { readSchema } from "../metadata/read-schema.ts";
import { type RecordSelection, searchPlan, selectionSql, walksFrom } from "./list-records.ts";

/** So many are worked on at once. */
export const mostMatching = 10_000;

/** The ids of all that are meant, for work on many at once; not complete where there are more than 10,000. */
export async function matchingIds(
  trx: WorkspaceTransaction,
  selection: RecordSelection,
): Promise<MatchingIds> {
  const schema = await readSchema(trx);
  const object = objectNamed(schema, selection.object);
  const search = await searchPlan(trx, schema, selection, walksFrom);
  const found = await sql<{ readonly id: string }>`
    select t.id ${selectionSql(schema, object, selection, search)} limit ${mostMatching + 1}`.execute(
    trx,
  );
  const ids = found.rows.map(({ id }) => id);
  return { ids: ids.slice(0, mostMatching), complete: ids.length <= mostMatching };
}
