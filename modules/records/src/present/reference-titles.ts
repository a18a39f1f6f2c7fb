import type { Field, ObjectDefinition } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { objectNamed, type Schema, seenTitle, type Viewer } from "@causeway/platform-schema";
import { sql } from "kysely";
import { recordTable, type StoredRecord } from "../store/record-table.ts";

/** Names of users, by id; from whoever knows the users. */
export type UserNames = (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;

/** Titles of all records and users that these records refer to, by id, as the viewer sees them: one query, however many objects. */
export async function referenceTitles(
  trx: WorkspaceTransaction,
  schema: Schema,
  records: readonly StoredRecord[],
  userNames: UserNames,
  viewer?: Viewer,
): Promise<ReadonlyMap<string, string>> {
  const byTarget = new Map<string, Set<string>>();
  const users = new Set<string>();
  for (const record of records) {
    collect(objectNamed(schema, record.object), record, byTarget, users);
  }
  const parts = [...byTarget].map(([target, ids]) => {
    const title = objectNamed(schema, target).titleField;
    return sql`select ${target}::text as object, id, left(${sql.id(title)}, 200) as title
      from ${recordTable(target)} where id = any(${[...ids]}::uuid[])`;
  });
  const titles = new Map<string, string>();
  if (parts.length > 0) {
    const found = await sql<{
      readonly object: string;
      readonly id: string;
      readonly title: string;
    }>`${sql.join(parts, sql` union all `)}`.execute(trx);
    for (const { object, id, title } of found.rows) {
      titles.set(id, seenTitle(objectNamed(schema, object), title, viewer));
    }
  }
  if (users.size > 0) for (const [id, name] of await userNames([...users])) titles.set(id, name);
  return titles;
}

function collect(
  object: ObjectDefinition,
  record: StoredRecord,
  byTarget: Map<string, Set<string>>,
  users: Set<string>,
): void {
  if (record.ownerId !== null) users.add(record.ownerId);
  for (const field of object.fields) {
    if (!isReferring(field)) continue;
    const value = record.values[field.name];
    if (typeof value !== "string") continue;
    if (field.type === "user") users.add(value);
    if (field.target === null) continue;
    const ids = byTarget.get(field.target) ?? new Set();
    byTarget.set(field.target, ids.add(value));
  }
}

/** Whether the field's values are ids of records or users, which have names of their own. */
export function isReferring({ type }: Field): boolean {
  return type === "reference" || type === "user";
}
