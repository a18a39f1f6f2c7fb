import { AppError } from "@causeway/kernel";
import type { Locale, ObjectDefinition, Values } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { isSearched, objectNamed, readValues } from "@causeway/platform-schema";
import { followMerges } from "../merges/follow-merges.ts";
import { refuseMerged } from "../merges/refuse-merged.ts";
import { readSchema } from "../metadata/read-schema.ts";
import type { Actor } from "./actor.ts";
import { brokenReferences } from "./check-references.ts";
import { invalid } from "./create-records.ts";
import { lockRecords, unknownRecord } from "./get-record.ts";
import { announceChange } from "./record-change.ts";
import { type StoredRecord, sameValue } from "./record-table.ts";
import { translateStoreError } from "./translate-error.ts";
import { type FieldChanges, writeHistory, writeSearchEntries } from "./write-entries.ts";
import { writeRows } from "./write-rows.ts";

/** What to change in one record. */
export interface RecordEdit {
  readonly id: string;
  /** Only these fields change; null empties one. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly ownerId?: string | null;
  /** The version that the editor saw: the change is refused when somebody else was faster. */
  readonly version?: number;
  /** When it happened; default that of all. */
  readonly occurredAt?: Date;
}

export interface UpdateRecordsInput {
  readonly object: string;
  readonly edits: readonly RecordEdit[];
  readonly actor: Actor;
  /** When it happened; default now. */
  readonly occurredAt?: Date;
  readonly locale?: Locale;
  /** Leaves deleted records as they are; else they refuse the change. */
  readonly skipsDeleted?: boolean;
}

export interface UpdateRecordInput
  extends Omit<RecordEdit, "occurredAt">,
    Omit<UpdateRecordsInput, "edits"> {}

/** A record after a change, and what differed before. */
export interface EditedRecord {
  readonly record: StoredRecord;
  readonly changes: FieldChanges;
}

const words = {
  stale: {
    zh: "这条记录刚被其他人修改过，请刷新后再试",
    en: "Somebody else has changed this record meanwhile; reload it and try again",
  },
  deleted: { zh: "这条记录已被删除", en: "This record has been deleted" },
};

/** Changes a record and its history. What is equal to before is no change and makes no version. */
export async function updateRecord(
  trx: WorkspaceTransaction,
  { id, values, ownerId, version, ...input }: UpdateRecordInput,
): Promise<StoredRecord> {
  const edit: RecordEdit = {
    id,
    values,
    ...(ownerId !== undefined && { ownerId }),
    ...(version !== undefined && { version }),
  };
  const [edited] = await updateRecords(trx, { ...input, edits: [edit] });
  if (edited === undefined) throw unknownRecord(input.locale ?? "en");
  return edited.record;
}

/**
 * Changes many records of one object at once, all or none: about 500 at a time keep the transaction short. Gives those
 * that were not skipped, in the order of their ids.
 */
export async function updateRecords(
  trx: WorkspaceTransaction,
  input: UpdateRecordsInput,
): Promise<readonly EditedRecord[]> {
  const { actor, locale = "en", occurredAt = new Date() } = input;
  const object = objectNamed(await readSchema(trx), input.object);
  const edits = new Map(input.edits.map((edit) => [edit.id.toLowerCase(), edit]));
  const locked = await lockRecords(trx, object, [...edits.keys()], locale);
  if (!input.skipsDeleted) await refuseMerged(trx, locked);
  const asked = locked.flatMap((before) => {
    const edit = edits.get(before.id);
    if (edit === undefined || (input.skipsDeleted && before.deletedAt !== null)) return [];
    const values = requireEdit(object, before, edit, locale);
    return [{ before, id: before.id, values, ownerId: edit.ownerId }];
  });
  const followed = await followMerges(trx, object, asked);
  const drafts = asked.map(({ before, ownerId }, at) => ({
    before,
    changes: { ...changedFields(before, followed[at] ?? {}), ...ownerChange(before, ownerId) },
  }));
  const names = [...new Set(drafts.flatMap(({ changes }) => Object.keys(changes)))];
  const changed = drafts.filter(({ changes }) => Object.keys(changes).length > 0);
  const targets = changed.map(({ changes }) => valuesAfter(changes));
  const broken = await brokenReferences(trx, object, targets, locale);
  if (broken.length > 0) throw invalid(broken, locale);
  // Every row has all columns that any of them changes.
  const rows = changed.map(({ before, changes }) => {
    const held: Values = { ...before.values, owner_id: before.ownerId, ...valuesAfter(changes) };
    return { id: before.id, values: pick(held, names) };
  });
  const after = await writeRows(trx, object, names, rows).catch((error: unknown) => {
    throw translateStoreError(error, object, locale);
  });
  const byId = new Map(after.map((record) => [record.id, record]));
  const lines = changed.map(({ before, changes }) => ({
    id: before.id,
    version: byId.get(before.id)?.version ?? before.version,
    changes,
    occurredAt: edits.get(before.id)?.occurredAt ?? occurredAt,
  }));
  await writeHistory(trx, object.name, "update", actor, lines);
  if (object.fields.some((field) => names.includes(field.name) && isSearched(object, field))) {
    await writeSearchEntries(trx, object, after);
  }
  const ids = changed.map(({ before }) => before.id);
  await announceChange(trx, { kind: "update", object: object.name, ids, fields: names, actor });
  return drafts.map(({ before, changes }) => ({ record: byId.get(before.id) ?? before, changes }));
}

function requireEdit(
  object: ObjectDefinition,
  before: StoredRecord,
  { values, version }: RecordEdit,
  locale: Locale,
): Values {
  const reading = readValues(object, values, { isNew: false, locale });
  if (!reading.ok) throw invalid(reading.issues, locale);
  if (before.deletedAt !== null) throw new AppError("conflict", words.deleted[locale]);
  if (version !== undefined && version !== before.version) {
    throw new AppError("conflict", words.stale[locale]);
  }
  return reading.values;
}

function valuesAfter(changes: FieldChanges): Values {
  return Object.fromEntries(Object.entries(changes).map(([name, { to }]) => [name, to]));
}

/** The given values that differ from the record's. */
export function changedFields(before: StoredRecord, values: Values): FieldChanges {
  const changes: FieldChanges = {};
  for (const [name, to] of Object.entries(values)) {
    const from = before.values[name] ?? null;
    if (!sameValue(from, to)) changes[name] = { from, to };
  }
  return changes;
}

function ownerChange(before: StoredRecord, to: string | null | undefined): FieldChanges {
  return to === undefined || to === before.ownerId
    ? {}
    : { owner_id: { from: before.ownerId, to } };
}

function pick(values: Values, names: readonly string[]): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name)));
}
