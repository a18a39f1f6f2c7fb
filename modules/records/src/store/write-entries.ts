import type { FieldValue, ObjectDefinition, Values } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import type { Actor } from "./actor.ts";
import { type DerivedValues, entryOf } from "./derived-values.ts";
import type { RecordChange } from "./record-change.ts";
import { recordTable } from "./record-table.ts";

/** A field's value before and after. */
export type FieldChanges = Record<string, { from: FieldValue; to: FieldValue }>;

/** A line of history to write. */
export interface ChangeLine {
  readonly id: string;
  readonly version: number;
  /**
   * Only what differed before: a creation has none, since the values at any time are those of today with
   * later changes taken back.
   */
  readonly changes: FieldChanges;
  readonly occurredAt: Date;
}

/** Writes lines of history, all of one kind. */
export async function writeHistory(
  trx: WorkspaceTransaction,
  object: string,
  kind: RecordChange["kind"],
  actor: Actor,
  lines: readonly ChangeLine[],
): Promise<void> {
  if (lines.length === 0) return;
  await sql`insert into record_changes
      (object, record_id, version, kind, changes, actor_kind, actor_id, occurred_at)
    select ${object}, r.id, r.version, ${kind}, r.changes, ${actor.kind}, ${actor.id}, r."occurredAt"
    from json_to_recordset(${JSON.stringify(lines)}::json)
      as r(id uuid, version integer, changes jsonb, "occurredAt" timestamptz)`.execute(trx);
}

/** What a record's entry of search is made of, or that entry. */
export interface RecordToFind {
  readonly id: string;
  readonly values: Values;
  readonly derived?: DerivedValues;
}

/** Writes or replaces what search knows about records. */
export async function writeSearchEntries(
  trx: WorkspaceTransaction,
  object: ObjectDefinition,
  records: readonly RecordToFind[],
): Promise<void> {
  await storeSearchEntries(trx, object, searchEntriesOf(object, records));
}

/** Entries as JSON, ready to be stored; null where there are none. */
export type SearchEntries = string | null;

/** What search will know about records. Takes longer than storing it: work for while the database is busy. */
export function searchEntriesOf(
  object: ObjectDefinition,
  records: readonly RecordToFind[],
): SearchEntries {
  if (records.length === 0) return null;
  const rows = records.map(({ id, values, derived }) => {
    const entry = derived?.entry ?? entryOf(object, values);
    return `{"id":"${id}",${entry.slice(1)}`;
  });
  return `[${rows.join(",")}]`;
}

/** Stores entries of records that are there, in place of those that they had. */
export async function storeSearchEntries(
  trx: WorkspaceTransaction,
  object: ObjectDefinition,
  entries: SearchEntries,
): Promise<void> {
  if (entries === null) return;
  await sql`insert into search_entries (object, record_id, created_at, text, grams)
    select ${object.name}, r.id, t.created_at, r.text, r.grams
    from json_to_recordset(${entries}::json) as r(id uuid, text text, grams integer[])
    join ${recordTable(object.name)} t on t.id = r.id
    on conflict (object, record_id) do update set
      text = excluded.text, grams = excluded.grams, created_at = excluded.created_at`.execute(trx);
}

/** Takes records out of search. */
export async function removeSearchEntries(
  trx: WorkspaceTransaction,
  object: string,
  ids: readonly string[],
): Promise<void> {
  await sql`delete from search_entries
    where object = ${object} and record_id = any(${ids}::uuid[])`.execute(trx);
}
