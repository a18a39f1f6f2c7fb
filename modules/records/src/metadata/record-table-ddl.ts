import type { Field, ObjectDefinition } from "@causeway/platform-contract";
import { fieldTypes } from "@causeway/platform-schema";
import { type Kysely, type RawBuilder, sql } from "kysely";
import { recordTable, uniqueIndexName } from "../store/record-table.ts";
import { fieldIndex, guardName } from "./field-index.ts";

/** Makes the table of an object: what every record carries, a column for each field, and the indexes that lists use. */
export async function createRecordTable(
  database: Kysely<unknown>,
  object: ObjectDefinition,
): Promise<void> {
  const table = recordTable(object.name);
  const columns = object.fields.map((field) => sql`, ${sql.id(field.name)} ${columnType(field)}`);
  await sql`create table ${table} (
    id uuid primary key,
    version integer not null default 1,
    title_key text collate "C" not null,
    owner_id text collate "C",
    import_id uuid,
    created_at timestamptz(3) not null default now(),
    updated_at timestamptz(3) not null default now(),
    recorded_at timestamptz(3) not null default now(),
    deleted_at timestamptz(3)
    ${sql.join(columns, sql``)})`.execute(database);
  for (const column of ["created_at", "updated_at", "title_key", "owner_id"]) {
    await sql`create index on ${table} (${sql.id(column)}, id) where deleted_at is null`.execute(
      database,
    );
  }
  if (object.stageField !== null) {
    await sql`create index on ${table} (${sql.id(object.stageField)}, created_at, id)
      where deleted_at is null`.execute(database);
  }
  for (const field of object.fields) await createFieldIndex(database, object.name, field);
}

/**
 * Adds a nullable column without a default: no row is touched, the lock lasts a moment. On a large table its index is left to
 * `buildFieldIndexes`; until then a unique field stays empty, so that no value is there twice when the index is built.
 */
export async function addRecordColumn(
  database: Kysely<unknown>,
  object: string,
  field: Field,
  { isLarge }: { readonly isLarge: boolean },
): Promise<void> {
  const table = recordTable(object);
  await sql`alter table ${table}
    add column ${sql.id(field.name)} ${columnType(field)}`.execute(database);
  if (!isLarge) await createFieldIndex(database, object, field);
  else if (field.unique) {
    await sql`alter table ${table} add constraint ${sql.id(guardName(object, field.name))}
      check (${sql.id(field.name)} is null) not valid`.execute(database);
  }
}

async function createFieldIndex(
  database: Kysely<unknown>,
  object: string,
  field: Field,
): Promise<void> {
  const index = fieldIndex(object, field);
  if (index === undefined) return;
  const name = field.unique ? sql` ${sql.id(uniqueIndexName(object, field.name))}` : sql``;
  const kind = sql.raw(index.isUnique ? "unique index" : "index");
  await sql`create ${kind}${name} ${index.on}`.execute(database);
}

function columnType(field: Field): RawBuilder<unknown> {
  return sql.raw(fieldTypes[field.type].columnType);
}
