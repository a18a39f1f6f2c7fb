import type { WorkspaceTransaction } from "@causeway/platform-database";
import { objectNamed, type Viewer } from "@causeway/platform-schema";
import { sql } from "kysely";
import { readSchema } from "../metadata/read-schema.ts";
import { getRecords } from "../store/get-record.ts";
import type { StoredRecord } from "../store/record-table.ts";
import { withinOpenFields } from "./open-fields.ts";
import { normalizeForSearch } from "./search-entry.ts";
import { rankOf } from "./search-rank.ts";
import { matchingEntries, planSearches, titleMatches } from "./search-sql.ts";

export interface SearchInput {
  readonly text: string;
  /** Default: all objects. */
  readonly objects?: readonly string[];
  /** Hits in all. */
  readonly limit: number;
  readonly viewer?: Viewer;
}

/** Candidates read of one object; where more may match, titles that begin with the text are looked up beside them. */
const mostCandidates = 200;

/**
 * Records that contain every word of the text in their title, e-mail address, phone number, web address or another
 * searched field; two Chinese characters, pinyin or its initials are enough. First the title that is the text, then titles
 * that begin with it, then other beginnings (of the title's sound, its initials, an address), then words of the title that
 * begin with it; after these deals, contracts and the like, which are called after their company, and leads that name it;
 * then other words that begin with it, and last what has it inside of a word.
 */
export async function searchRecords(
  trx: WorkspaceTransaction,
  { text, objects, limit, viewer }: SearchInput,
): Promise<readonly StoredRecord[]> {
  const schema = await readSchema(trx);
  const names = objects?.map((name) => objectNamed(schema, name).name);
  const searched = names ?? schema.objects.map(({ name }) => name);
  const query = normalizeForSearch(text);
  const planned = await planSearches(trx, schema, searched, query);
  const plans = (await withinOpenFields(trx, schema, planned, viewer)).filter(
    ({ way }) => way !== "nothing",
  );
  if (plans.length === 0) return [];
  const parts = plans.flatMap((plan) => {
    const title = titleMatches(objectNamed(schema, plan.object), plan, query, limit);
    return [matchingEntries(plan, mostCandidates), ...(title === undefined ? [] : [title])].map(
      (entries) => sql`(select ${searched.indexOf(plan.object)}::integer as place, found.*
        from (${entries}) found)`,
    );
  });
  const ranked = plans.map(({ object }) => objectNamed(schema, object));
  const found = await sql<{ readonly object: string; readonly record_id: string }>`
    select object, record_id from (${sql.join(parts, sql` union `)}) as hits
    order by ${rankOf(query, ranked)}, place, length(text), record_id
    limit ${limit}`.execute(trx);
  const records = new Map<string, StoredRecord>();
  for (const object of new Set(found.rows.map((row) => row.object))) {
    const ids = found.rows.filter((row) => row.object === object).map((row) => row.record_id);
    for (const record of await getRecords(trx, { object, ids })) records.set(record.id, record);
  }
  return found.rows.flatMap(({ record_id }) => records.get(record_id) ?? []);
}
