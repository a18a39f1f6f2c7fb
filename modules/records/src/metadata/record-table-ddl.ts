import type { Field, ObjectDefinition } from "@causeway/platform-contract";
import { fieldTypes } from "@causeway/platform-schema";
import { type Kysely, type RawBuilder, sql } from "kysely";
import { recordTable, uniqueIndexName } from "../store/record-table.ts";

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

/** Adds a nullable column without a default: no row is touched, the lock lasts a moment. */
export async function addRecordColumn(
  database: Kysely<unknown>,
  object: string,
  field: Field,
): Promise<void> {
  await sql`alter table ${recordTable(object)}
    add column ${sql.id(field.name)} ${columnType(field)}`.execute(database);
  await createFieldIndex(database, object, field);
}

/**
 * Indexes by which records are found and ordered. On a new column all values are null: even on a large table
 * nothing is paid but one pass over it.
 */
async function createFieldIndex(
  database: Kysely<unknown>,
  object: string,
  field: Field,
): Promise<void> {
  const table = recordTable(object);
  const column = sql.id(field.name);
  const { index } = fieldTypes[field.type];
  if (field.unique) {
    const name = sql.id(uniqueIndexName(object, field.name));
    await sql`create unique index ${name} on ${table} (${column}) where deleted_at is null`.execute(
      database,
    );
  } else if (index === "value") {
    await sql`create index on ${table} (${column}) where ${column} is not null`.execute(database);
  } else if (index === "range") {
    await sql`create index on ${table} (${column}, id) where deleted_at is null`.execute(database);
  }
}

function columnType(field: Field): RawBuilder<unknown> {
  return sql.raw(fieldTypes[field.type].columnType);
}
