import type { ModuleMigrations } from "@causeway/platform-database";
import { standardObjects } from "@causeway/platform-schema";
import { type Kysely, sql } from "kysely";
import { insertObject } from "../metadata/insert-metadata.ts";
import { createRecordTable } from "../metadata/record-table-ddl.ts";

/**
 * Metadata as rows, one table for each object, and what all objects share. New workspaces start with the
 * standard objects as they are in this version; a later change to those needs a step that adds what is absent.
 */
async function createRecords(database: Kysely<unknown>): Promise<void> {
  const statements = [
    sql`create table schema_objects (
      name text primary key, position integer generated always as identity,
      label jsonb not null, plural_label jsonb not null, icon text not null,
      title_field text not null, stage_field text, system boolean not null)`,
    sql`create table schema_fields (
      object text not null references schema_objects (name), name text not null,
      position integer generated always as identity,
      label jsonb not null, type text not null, required boolean not null, is_unique boolean not null,
      searched boolean not null, system boolean not null, options jsonb not null,
      target text references schema_objects (name) deferrable initially deferred,
      primary key (object, name))`,
    // One row; a change of the schema gives it a new revision, which no other schema anywhere has.
    sql`create table schema_revision (
      only_one boolean primary key default true check (only_one),
      version integer not null, revision uuid not null)`,
    sql`insert into schema_revision (version, revision) values (1, gen_random_uuid())`,
    sql`create table record_changes (
      id bigint generated always as identity primary key,
      object text not null, record_id uuid not null, version integer not null,
      kind text not null, changes jsonb not null,
      actor_kind text not null, actor_id text not null,
      occurred_at timestamptz(3) not null, recorded_at timestamptz(3) not null default now())`,
    sql`create index record_changes_by_record on record_changes (record_id, id)`,
    sql`create table search_entries (
      object text not null, record_id uuid not null, text text collate "C" not null,
      grams integer[] not null, primary key (object, record_id))`,
    sql`create index search_entries_by_gram on search_entries using gin (grams)`,
    sql`create table list_views (
      id uuid primary key, object text not null references schema_objects (name),
      name text not null, columns jsonb not null, filter jsonb, sort jsonb,
      shared boolean not null, owner_id text not null,
      created_at timestamptz(3) not null default now())`,
  ];
  for (const statement of statements) await statement.execute(database);
  for (const object of standardObjects) await insertObject(database, object);
  for (const object of standardObjects) await createRecordTable(database, object);
}

async function createImports(database: Kysely<unknown>): Promise<void> {
  await sql`create table imports (
    id uuid primary key, file_name text not null, encoding text not null, separator text not null,
    columns jsonb not null, row_count integer not null, state text not null,
    map jsonb, object text, locale text not null,
    done integer not null default 0, linked integer not null default 0,
    created integer not null default 0, updated integer not null default 0,
    failed integer not null default 0, errors jsonb not null default '[]',
    actor_kind text not null, actor_id text not null,
    created_at timestamptz(3) not null default now(),
    started_at timestamptz(3), finished_at timestamptz(3))`.execute(database);
  await sql`create table import_rows (
    import_id uuid not null references imports (id) on delete cascade,
    number integer not null, line integer not null, cells text[] not null,
    action text, record_id uuid, version integer, changes jsonb,
    primary key (import_id, number))`.execute(database);
}

/** Indexes that lists turned out to need; made and dropped while the workspace is in use. */
async function createListIndexes(database: Kysely<unknown>): Promise<void> {
  await sql`create table list_indexes (
    name text primary key, object text not null, kind text not null,
    fields text[] not null, sorted_by text,
    reason text not null, state text not null, error text,
    scans bigint not null default 0, used_at timestamptz(3) not null default now(),
    created_at timestamptz(3) not null default now(), built_at timestamptz(3))`.execute(database);
}

/** Fields that an index has beside its order, so that rows of other values are passed over in it. */
async function addCarriedFields(database: Kysely<unknown>): Promise<void> {
  await sql`alter table list_indexes add column carried text[] not null default '{}'`.execute(
    database,
  );
}

/** Fields on their way to another type: how far they are, what was written meanwhile, what could not be kept. */
async function createConversions(database: Kysely<unknown>): Promise<void> {
  await sql`create table field_conversions (
    id uuid primary key, object text not null, field text not null, target jsonb not null,
    state text not null, filled_to uuid, filled bigint not null default 0,
    lost bigint not null default 0, error text, locale text not null,
    actor_kind text not null, actor_id text not null,
    created_at timestamptz(3) not null default now(), finished_at timestamptz(3))`.execute(
    database,
  );
  await sql`create table field_conversion_notes (
    object text not null, field text not null, record_id uuid not null,
    primary key (object, field, record_id))`.execute(database);
  await sql`create table field_conversion_losses (
    conversion_id uuid not null references field_conversions (id), record_id uuid not null,
    value jsonb not null, primary key (conversion_id, record_id))`.execute(database);
}

/** What went wrong is kept in both languages; what was said in one so far is shown to readers of either. */
async function keepBothLanguages(database: Kysely<unknown>): Promise<void> {
  for (const table of ["list_indexes", "field_conversions"]) {
    await sql`alter table ${sql.table(table)} alter column error type jsonb
      using case when error is null then null
        else jsonb_build_object('zh', error, 'en', error) end`.execute(database);
  }
  await sql`update imports set errors = (
      select jsonb_agg(each || jsonb_build_object('message',
        jsonb_build_object('zh', each->'message', 'en', each->'message')) order by place)
      from jsonb_array_elements(errors) with ordinality as list (each, place))
    where jsonb_array_length(errors) > 0`.execute(database);
}

/** What is kept from which role; an empty object means a kind of value wherever it stands. */
async function createFieldMasks(database: Kysely<unknown>): Promise<void> {
  await sql`create table field_masks (
    object text not null, name text not null, role text not null, sight text not null,
    primary key (object, name, role))`.execute(database);
}

/**
 * When a record was created stands in its entry of search too: a page of hits, newest first, is then found without looking
 * at the record of every hit. Entries that are there already are filled beside all other work; see `fillEntryTimes`.
 */
async function addEntryTimes(database: Kysely<unknown>): Promise<void> {
  await sql`alter table search_entries add column created_at timestamptz(3)`.execute(database);
  const { rows } = await sql`select 1 from search_entries limit 1`.execute(database);
  if (rows.length > 0) return;
  await sql`alter table search_entries alter column created_at set not null`.execute(database);
}

/** Rows as a spreadsheet counts them, why each was refused, and the sheet of a workbook that a file's rows come from. */
async function addImportReasons(database: Kysely<unknown>): Promise<void> {
  await sql`alter table import_rows add column row integer, add column issues jsonb`.execute(
    database,
  );
  await sql`alter table imports add column digest text, add column sheet text,
    add column sheets jsonb not null default '[]'`.execute(database);
}

/** How the text of a draft reads in the encodings that can be meant, for a person to choose. */
async function addReadings(database: Kysely<unknown>): Promise<void> {
  await sql`alter table imports add column encoding_sure boolean not null default true,
    add column readings jsonb not null default '[]'`.execute(database);
}

/** What an import added to its object, to be taken back with it. */
async function addMadeFields(database: Kysely<unknown>): Promise<void> {
  await sql`alter table imports add column made_fields jsonb not null default '[]'`.execute(
    database,
  );
}

/** Records that were made one, and each row that was moved by it. */
async function createMerges(database: Kysely<unknown>): Promise<void> {
  const statements = [
    sql`create table record_merges (
      id uuid primary key, object text not null, survivor_id uuid not null, loser_id uuid not null,
      survivor_version integer not null, loser_version integer not null,
      actor_kind text not null, actor_id text not null,
      merged_at timestamptz(3) not null default now(), undone_at timestamptz(3),
      undone_survivor_version integer, undone_loser_version integer)`,
    sql`create unique index record_merges_now on record_merges (loser_id) where undone_at is null`,
    sql`create index record_merges_by_loser on record_merges (loser_id)`,
    sql`create index record_merges_by_survivor on record_merges (survivor_id)`,
    sql`create table record_merge_moves (
      merge_id uuid not null references record_merges (id) on delete cascade,
      place text not null, key text not null, primary key (merge_id, place, key))`,
  ];
  for (const statement of statements) await statement.execute(database);
}

/** Imports are taken back from their last row to the first; one that is on its way from the first begins anew. */
async function restartUndoing(database: Kysely<unknown>): Promise<void> {
  await sql`update imports set done = 0 where state = 'undoing'`.execute(database);
}

/**
 * What boards count and add up: differences, one for each value that a statement gave other totals, whose sum is what stands
 * there. A row that is changed instead would make every writer wait for the commit before. See `keepTotals`.
 */
async function createBoardTotals(database: Kysely<unknown>): Promise<void> {
  await sql`create table board_totals (
    totals text not null, value text collate "C", records bigint not null, total numeric not null)`.execute(
    database,
  );
  await sql`create index board_totals_by_name on board_totals (totals)`.execute(database);
}

export const recordsMigrations: ModuleMigrations = {
  module: "records",
  workspace: [
    { name: "0001-records", up: createRecords },
    { name: "0002-imports", up: createImports },
    { name: "0003-list-indexes", up: createListIndexes },
    { name: "0004-carried-fields", up: addCarriedFields },
    { name: "0005-field-conversions", up: createConversions },
    { name: "0006-both-languages", up: keepBothLanguages },
    { name: "0007-field-masks", up: createFieldMasks },
    { name: "0008-entry-times", up: addEntryTimes },
    { name: "0009-import-reasons", up: addImportReasons },
    { name: "0010-readings", up: addReadings },
    { name: "0011-made-fields", up: addMadeFields },
    { name: "0012-merges", up: createMerges },
    { name: "0013-undo-backwards", up: restartUndoing },
    { name: "0014-board-totals", up: createBoardTotals },
  ],
};
