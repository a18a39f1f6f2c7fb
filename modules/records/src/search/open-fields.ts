import type { WorkspaceTransaction } from "@causeway/platform-database";
import {
  isSearched,
  objectNamed,
  openPart,
  type Schema,
  seesWhole,
  type Viewer,
} from "@causeway/platform-schema";
import { sql } from "kysely";
import { getRecords } from "../store/get-record.ts";
import { searchEntry } from "./search-entry.ts";
import { matchingEntries, type OpenEntry, type SearchPlan, wordTest } from "./search-sql.ts";

/** So many records that match anywhere are looked at for whether they match in what the person sees. */
const mostLookedAt = 2000;

/**
 * Keeps searches to the fields that somebody sees whole, so that neither a hit nor its place among the others tells what
 * stands in another. Objects of which they see all that is searched are searched as ever.
 */
export async function withinOpenFields(
  trx: WorkspaceTransaction,
  schema: Schema,
  plans: readonly SearchPlan[],
  viewer: Viewer,
): Promise<readonly SearchPlan[]> {
  const kept: SearchPlan[] = [];
  for (const plan of plans) {
    const object = objectNamed(schema, plan.object);
    const isOpen = object.fields.every(
      (field) => seesWhole(field, viewer) || !isSearched(object, field),
    );
    kept.push(
      isOpen || plan.way === "nothing"
        ? plan
        : { ...plan, only: await openMatches(trx, schema, plan, viewer) },
    );
  }
  return kept;
}

async function openMatches(
  trx: WorkspaceTransaction,
  schema: Schema,
  plan: SearchPlan,
  viewer: Viewer,
): Promise<readonly OpenEntry[]> {
  const found = await sql<{ readonly record_id: string }>`
    ${matchingEntries(plan, mostLookedAt)}`.execute(trx);
  const object = openPart(objectNamed(schema, plan.object), viewer);
  const ids = found.rows.map(({ record_id: id }) => id);
  const records = await getRecords(trx, { object: plan.object, ids });
  const isHit = wordTest(plan);
  return records
    .map(({ id, values }) => ({ id, ...searchEntry(object, values) }))
    .filter(isHit)
    .map(({ id, text }) => ({ id, text }));
}
