import { AppError } from "@causeway/kernel";
import type { Locale, Values } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { isSearched, objectNamed, readValues } from "@causeway/platform-schema";
import { readSchema } from "../metadata/read-schema.ts";
import type { Actor } from "./actor.ts";
import { brokenReferences } from "./check-references.ts";
import { invalid } from "./create-records.ts";
import { lockRecord, type RecordKey, unknownRecord } from "./get-record.ts";
import { announceChange } from "./record-change.ts";
import { type StoredRecord, sameValue } from "./record-table.ts";
import { translateStoreError } from "./translate-error.ts";
import { type FieldChanges, writeHistory, writeSearchEntries } from "./write-entries.ts";
import { writeRows } from "./write-rows.ts";

export interface UpdateRecordInput extends RecordKey {
  /** Only these fields change; null empties one. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly actor: Actor;
  /** The version that the editor saw: the change is refused when somebody else was faster. */
  readonly version?: number;
  /** When it happened; default now. */
  readonly occurredAt?: Date;
  readonly ownerId?: string | null;
  readonly locale?: Locale;
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
  input: UpdateRecordInput,
): Promise<StoredRecord> {
  const { id, actor, locale = "en", occurredAt = new Date() } = input;
  const object = objectNamed(await readSchema(trx), input.object);
  const reading = readValues(object, input.values, { isNew: false, locale });
  if (!reading.ok) throw invalid(reading.issues, locale);
  const before = await lockRecord(trx, object, id, locale);
  if (before.deletedAt !== null) throw new AppError("conflict", words.deleted[locale]);
  if (input.version !== undefined && input.version !== before.version) {
    throw new AppError("conflict", words.stale[locale]);
  }
  const changes = {
    ...changedFields(before, reading.values),
    ...ownerChange(before, input.ownerId),
  };
  const names = Object.keys(changes);
  if (names.length === 0) return before;
  const broken = await brokenReferences(trx, object, [pick(reading.values, names)], locale);
  if (broken.length > 0) throw invalid(broken, locale);
  const row = Object.fromEntries(names.map((name) => [name, changes[name]?.to ?? null]));
  const [after] = await writeRows(trx, object, names, [{ id, values: row }]).catch(
    (error: unknown) => {
      throw translateStoreError(error, object, locale);
    },
  );
  if (after === undefined) throw unknownRecord(locale);
  await writeHistory(trx, object.name, "update", actor, [
    { id, version: after.version, changes, occurredAt },
  ]);
  if (object.fields.some((field) => names.includes(field.name) && isSearched(object, field))) {
    await writeSearchEntries(trx, object, [after]);
  }
  await announceChange(trx, {
    kind: "update",
    object: object.name,
    ids: [id],
    fields: names,
    actor,
  });
  return after;
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
