import type { Locale } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { objectNamed } from "@causeway/platform-schema";
import { sql } from "kysely";
import { refuseMerged } from "../merges/refuse-merged.ts";
import { readSchema } from "../metadata/read-schema.ts";
import type { Actor } from "./actor.ts";
import { lockRecords, type RecordKey, unknownRecord } from "./get-record.ts";
import { announceChange } from "./record-change.ts";
import {
  type RecordRow,
  recordColumns,
  recordTable,
  type StoredRecord,
  toStoredRecord,
} from "./record-table.ts";
import { translateStoreError } from "./translate-error.ts";
import { removeSearchEntries, writeHistory, writeSearchEntries } from "./write-entries.ts";

export interface DeleteRecordsInput {
  readonly object: string;
  readonly ids: readonly string[];
  readonly actor: Actor;
  readonly occurredAt?: Date;
  readonly locale?: Locale;
}

export interface DeleteRecordInput extends RecordKey, Omit<DeleteRecordsInput, "ids"> {}

/** Hides a record from lists, counts and search; its values and history stay. Deleting twice is the same as once. */
export function deleteRecord(
  trx: WorkspaceTransaction,
  { id, ...input }: DeleteRecordInput,
): Promise<StoredRecord> {
  return only(setDeleted(trx, { ...input, ids: [id] }, "delete"));
}

/** Brings a deleted record back as it was. Throws AppError("conflict") where its unique values are taken by now, and for one that was merged. */
export function restoreRecord(
  trx: WorkspaceTransaction,
  { id, ...input }: DeleteRecordInput,
): Promise<StoredRecord> {
  return only(setDeleted(trx, { ...input, ids: [id] }, "restore"));
}

/** The same for many records at once, all or none; 500 at a time keep the transaction short. */
export function deleteRecords(
  trx: WorkspaceTransaction,
  input: DeleteRecordsInput,
): Promise<readonly StoredRecord[]> {
  return setDeleted(trx, input, "delete");
}

/** The same as `restoreRecord` for many records at once, all or none. */
export function restoreRecords(
  trx: WorkspaceTransaction,
  input: DeleteRecordsInput,
): Promise<readonly StoredRecord[]> {
  return setDeleted(trx, input, "restore");
}

async function setDeleted(
  trx: WorkspaceTransaction,
  { object: name, ids, actor, occurredAt = new Date(), locale = "en" }: DeleteRecordsInput,
  kind: "delete" | "restore",
): Promise<readonly StoredRecord[]> {
  const object = objectNamed(await readSchema(trx), name);
  const before = await lockRecords(trx, object, ids, locale);
  const open = before.filter(({ deletedAt }) => (deletedAt !== null) !== (kind === "delete"));
  if (open.length === 0) return before;
  const changing = open.map(({ id }) => id);
  if (kind === "restore") await refuseMerged(trx, open);
  const updated = await sql<RecordRow>`
    update ${recordTable(name)} t
    set deleted_at = ${kind === "delete" ? sql`now()` : null}, version = version + 1, updated_at = now()
    where t.id = any(${changing}::uuid[]) returning ${recordColumns(object, "t")}`
    .execute(trx)
    .catch((error: unknown) => {
      throw translateStoreError(error, object, locale);
    });
  const after = updated.rows.map((row) => toStoredRecord(object, row));
  const lines = after.map(({ id, version }) => ({ id, version, changes: {}, occurredAt }));
  await writeHistory(trx, name, kind, actor, lines);
  if (kind === "delete") await removeSearchEntries(trx, name, changing);
  else await writeSearchEntries(trx, object, after);
  await announceChange(trx, { kind, object: name, ids: changing, fields: [], actor });
  const changed = new Map(after.map((record) => [record.id, record]));
  return before.map((record) => changed.get(record.id) ?? record);
}

async function only(records: Promise<readonly StoredRecord[]>): Promise<StoredRecord> {
  const [record] = await records;
  if (record === undefined) throw unknownRecord("en");
  return record;
}
