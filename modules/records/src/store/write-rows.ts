import type { ObjectDefinition, Values } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { titleKeyOf } from "./derived-values.ts";
import {
  type RecordRow,
  recordColumns,
  recordsetColumns,
  recordTable,
  type StoredRecord,
  toStoredRecord,
} from "./record-table.ts";

/** Columns of a record to write: its fields, or `owner_id`. */
export interface RowWrite {
  readonly id: string;
  readonly values: Values;
}

/**
 * Writes the named columns of existing records and counts their versions up; every row has a value for each of
 * them. Rows and nothing else: no history, no search, no check beyond the database's own.
 */
export async function writeRows(
  trx: WorkspaceTransaction,
  object: ObjectDefinition,
  names: readonly string[],
  rows: readonly RowWrite[],
): Promise<readonly StoredRecord[]> {
  if (rows.length === 0 || names.length === 0) return [];
  const hasTitle = names.includes(object.titleField);
  const columns = hasTitle ? [...names, "title_key"] : names;
  const documents = rows.map(({ id, values }) => ({
    ...values,
    id,
    ...(hasTitle && { title_key: titleKeyOf(object, values) }),
  }));
  const assignments = columns.map((name) => sql`${sql.id(name)} = r.${sql.id(name)}`);
  const updated = await sql<RecordRow>`
    update ${recordTable(object.name)} t
    set ${sql.join(assignments)}, version = t.version + 1, updated_at = now()
    from json_to_recordset(${JSON.stringify(documents)}::json)
      as r(id uuid, owner_id text, title_key text, ${recordsetColumns(object)})
    where t.id = r.id
    returning ${recordColumns(object, "t")}`.execute(trx);
  return updated.rows.map((row) => toStoredRecord(object, row));
}
