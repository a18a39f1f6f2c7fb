import { AppError, newId } from "@causeway/kernel";
import type { Locale, ObjectDefinition, Values } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { objectNamed, readValues } from "@causeway/platform-schema";
import { type RawBuilder, sql } from "kysely";
import { followMerges } from "../merges/follow-merges.ts";
import { readSchema } from "../metadata/read-schema.ts";
import type { Actor } from "./actor.ts";
import { brokenReferences } from "./check-references.ts";
import { type DerivedValues, titleKeyOf } from "./derived-values.ts";
import { announceChange } from "./record-change.ts";
import {
  type RecordRow,
  recordColumns,
  recordsetColumns,
  recordTable,
  type StoredRecord,
  toStoredRecord,
} from "./record-table.ts";
import { translateStoreError } from "./translate-error.ts";
import { writeHistory, writeSearchEntries } from "./write-entries.ts";

export interface NewRecord {
  readonly values: Readonly<Record<string, unknown>>;
  /** When it came into being; default now. The record's `createdAt`. */
  readonly occurredAt?: Date;
  readonly ownerId?: string | null;
  /** Given by a caller who must know it beforehand; else made here. */
  readonly id?: string;
}

export interface CreateRecordsInput {
  readonly object: string;
  readonly records: readonly NewRecord[];
  readonly actor: Actor;
  /** The import that makes them. */
  readonly importId?: string;
  /** Language of messages; default English. */
  readonly locale?: Locale;
}

/**
 * Creates records of one object, set by set: about 2,000 at a time keep the transaction short. Unknown fields,
 * wrong values, broken references and taken keys are refused with every issue (`AppError`), and nothing is written.
 */
export async function createRecords(
  trx: WorkspaceTransaction,
  { object: name, records, actor, importId, locale = "en" }: CreateRecordsInput,
): Promise<readonly StoredRecord[]> {
  const object = objectNamed(await readSchema(trx), name);
  const read = records.map(({ values }) => ({ values: requireValues(object, values, locale) }));
  const values = await followMerges(trx, object, read);
  const drafts = records.map((record, place) => ({
    id: record.id ?? newId(),
    values: values[place] ?? {},
    occurredAt: record.occurredAt ?? new Date(),
    ownerId: record.ownerId ?? null,
    ...(importId === undefined ? {} : { importId }),
  }));
  const broken = await brokenReferences(
    trx,
    object,
    drafts.map(({ values }) => values),
    locale,
  );
  if (broken.length > 0) throw invalid(broken, locale);
  const stored = await insertRecords(trx, object, drafts).catch((error: unknown) => {
    throw translateStoreError(error, object, locale);
  });
  const lines = drafts.map(({ id, occurredAt }) => ({ id, occurredAt, version: 1, changes: {} }));
  await writeHistory(trx, name, "create", actor, lines);
  await writeSearchEntries(trx, object, drafts);
  const fields = object.fields
    .map((field) => field.name)
    .filter((field) => drafts.some(({ values }) => (values[field] ?? null) !== null));
  await announceChange(trx, {
    kind: "create",
    object: name,
    ids: drafts.map(({ id }) => id),
    fields,
    actor,
  });
  return stored;
}

export interface CreateRecordInput extends NewRecord {
  readonly object: string;
  readonly actor: Actor;
  readonly locale?: Locale;
}

/** Creates one record; see `createRecords`. */
export async function createRecord(
  trx: WorkspaceTransaction,
  { object, actor, locale, ...record }: CreateRecordInput,
): Promise<StoredRecord> {
  const options = locale === undefined ? {} : { locale };
  const [stored] = await createRecords(trx, { object, actor, records: [record], ...options });
  if (stored === undefined) throw new TypeError("The new record was not returned");
  return stored;
}

/** A record ready to be written. */
export interface RecordDraft {
  readonly id: string;
  readonly values: Values;
  readonly occurredAt: Date;
  readonly ownerId: string | null;
  readonly importId?: string;
  /** Where it was computed beforehand. */
  readonly derived?: DerivedValues;
}

/** Writes rows and nothing else: no history, no search, no check beyond the database's own. */
export async function insertRecords(
  trx: WorkspaceTransaction,
  object: ObjectDefinition,
  drafts: readonly RecordDraft[],
): Promise<readonly StoredRecord[]> {
  if (drafts.length === 0) return [];
  const inserted = await sql<RecordRow>`${insertStatement(object, drafts)}
    returning ${recordColumns(object, "t")}`.execute(trx);
  return inserted.rows.map((row) => toStoredRecord(object, row));
}

/** Writes rows and their first lines of history in one statement, for those who need not hear what was stored. */
export async function insertWithHistory(
  trx: WorkspaceTransaction,
  object: ObjectDefinition,
  drafts: readonly RecordDraft[],
  actor: Actor,
): Promise<void> {
  if (drafts.length === 0) return;
  await sql`
    with made as (${insertStatement(object, drafts)} returning id, created_at)
    insert into record_changes
      (object, record_id, version, kind, changes, actor_kind, actor_id, occurred_at)
    select ${object.name}, id, 1, 'create', '{}', ${actor.kind}, ${actor.id}, created_at
    from made`.execute(trx);
}

const ownColumns = ["id", "title_key", "owner_id", "import_id", "created_at"] as const;

function insertStatement(
  object: ObjectDefinition,
  drafts: readonly RecordDraft[],
): RawBuilder<unknown> {
  const rows = drafts.map(({ id, values, occurredAt, ownerId, importId, derived }) => ({
    ...values,
    id,
    title_key: derived?.titleKey ?? titleKeyOf(object, values),
    owner_id: ownerId,
    import_id: importId ?? null,
    created_at: occurredAt,
  }));
  // What no row fills need not be looked for in each of them.
  const filled = new Set(drafts.flatMap(({ values }) => Object.keys(values)));
  const fields = object.fields.filter(({ name }) => filled.has(name));
  const names = sql.join(
    [...ownColumns, ...fields.map(({ name }) => name)].map((name) => sql.id(name)),
  );
  return sql`
    insert into ${recordTable(object.name)} as t (updated_at, ${names})
    select created_at, ${names}
    from json_to_recordset(${JSON.stringify(rows)}::json) as r(
      id uuid, title_key text, owner_id text, import_id uuid, created_at timestamptz
      ${fields.length > 0 ? sql`, ${recordsetColumns({ fields })}` : sql``})`;
}

function requireValues(
  object: ObjectDefinition,
  input: Readonly<Record<string, unknown>>,
  locale: Locale,
): Values {
  const reading = readValues(object, input, { isNew: true, locale });
  if (!reading.ok) throw invalid(reading.issues, locale);
  return reading.values;
}

const words = { zh: "有些值不正确", en: "Some values are not right" };

export function invalid(issues: AppError["issues"], locale: Locale): AppError {
  return new AppError("bad-input", words[locale], { issues });
}
