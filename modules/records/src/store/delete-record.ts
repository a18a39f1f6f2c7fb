import type { Locale } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { objectNamed } from "@causeway/platform-schema";
import { sql } from "kysely";
import { readSchema } from "../metadata/read-schema.ts";
import type { Actor } from "./actor.ts";
import { lockRecord, type RecordKey, unknownRecord } from "./get-record.ts";
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

export interface DeleteRecordInput extends RecordKey {
  readonly actor: Actor;
  readonly occurredAt?: Date;
  readonly locale?: Locale;
}

/** Hides a record from lists, counts and search; its values and history stay. Deleting twice is the same as once. */
export function deleteRecord(
  trx: WorkspaceTransaction,
  input: DeleteRecordInput,
): Promise<StoredRecord> {
  return setDeleted(trx, input, "delete");
}

/** Brings a deleted record back as it was. Throws AppError("conflict") where its unique values are taken by now. */
export function restoreRecord(
  trx: WorkspaceTransaction,
  input: DeleteRecordInput,
): Promise<StoredRecord> {
  return setDeleted(trx, input, "restore");
}

async function setDeleted(
  trx: WorkspaceTransaction,
  { object: name, id, actor, occurredAt = new Date(), locale = "en" }: DeleteRecordInput,
  kind: "delete" | "restore",
): Promise<StoredRecord> {
  const object = objectNamed(await readSchema(trx), name);
  const before = await lockRecord(trx, object, id, locale);
  if ((before.deletedAt !== null) === (kind === "delete")) return before;
  const updated = await sql<RecordRow>`
    update ${recordTable(name)} t
    set deleted_at = ${kind === "delete" ? sql`now()` : null}, version = version + 1, updated_at = now()
    where t.id = ${id} returning ${recordColumns(object, "t")}`
    .execute(trx)
    .catch((error: unknown) => {
      throw translateStoreError(error, object, locale);
    });
  const [row] = updated.rows;
  if (row === undefined) throw unknownRecord(locale);
  const after = toStoredRecord(object, row);
  await writeHistory(trx, name, kind, actor, [
    { id, version: after.version, changes: {}, occurredAt },
  ]);
  if (kind === "delete") await removeSearchEntries(trx, name, [id]);
  else await writeSearchEntries(trx, object, [after]);
  await announceChange(trx, { kind, object: name, ids: [id], fields: [], actor });
  return after;
}
