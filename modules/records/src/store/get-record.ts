import { AppError } from "@causeway/kernel";
import type { Locale, ObjectDefinition } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { objectNamed } from "@causeway/platform-schema";
import { sql } from "kysely";
import { readSchema } from "../metadata/read-schema.ts";
import {
  type RecordRow,
  recordColumns,
  recordTable,
  type StoredRecord,
  toStoredRecord,
} from "./record-table.ts";

export interface RecordKey {
  readonly object: string;
  readonly id: string;
}

/** A record, also a deleted one. Throws AppError("not-found"). */
export async function getRecord(
  trx: WorkspaceTransaction,
  { object: name, id }: RecordKey,
): Promise<StoredRecord> {
  const object = objectNamed(await readSchema(trx), name);
  const [record] = await recordsById(trx, object, [id]);
  if (record === undefined) throw unknownRecord("en");
  return record;
}

/** Records by id, deleted ones too, in no order; unknown ids are left out. */
export async function getRecords(
  trx: WorkspaceTransaction,
  { object, ids }: { readonly object: string; readonly ids: readonly string[] },
): Promise<readonly StoredRecord[]> {
  return recordsById(trx, objectNamed(await readSchema(trx), object), ids);
}

async function recordsById(
  trx: WorkspaceTransaction,
  object: ObjectDefinition,
  ids: readonly string[],
): Promise<readonly StoredRecord[]> {
  const wanted = ids.filter(isRecordId);
  if (wanted.length === 0) return [];
  const found = await sql<RecordRow>`select ${recordColumns(object, "t")}
    from ${recordTable(object.name)} t where t.id = any(${wanted}::uuid[])`.execute(trx);
  return found.rows.map((row) => toStoredRecord(object, row));
}

/**
 * Locks records until the transaction ends, each once and always in the order of their ids, so that two of these never wait for each other.
 * Throws AppError("not-found") where one of them is not there.
 */
export async function lockRecords(
  trx: WorkspaceTransaction,
  object: ObjectDefinition,
  ids: readonly string[],
  locale: Locale,
): Promise<readonly StoredRecord[]> {
  if (!ids.every(isRecordId)) throw unknownRecord(locale);
  const wanted = new Set(ids.map((id) => id.toLowerCase()));
  const found = await sql<RecordRow>`select ${recordColumns(object, "t")}
    from ${recordTable(object.name)} t where t.id = any(${[...wanted]}::uuid[])
    order by t.id for update`.execute(trx);
  if (found.rows.length < wanted.size) throw unknownRecord(locale);
  return found.rows.map((row) => toStoredRecord(object, row));
}

const words = { zh: "没有这条记录", en: "There is no such record." };

export function unknownRecord(locale: Locale): AppError {
  return new AppError("not-found", words[locale]);
}

export function isRecordId(id: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(id);
}
