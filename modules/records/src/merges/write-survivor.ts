import type { Locale, ObjectDefinition, Values } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import type { Actor } from "../store/actor.ts";
import { unknownRecord } from "../store/get-record.ts";
import { announceChange } from "../store/record-change.ts";
import type { StoredRecord } from "../store/record-table.ts";
import { translateStoreError } from "../store/translate-error.ts";
import { type FieldChanges, writeHistory, writeSearchEntries } from "../store/write-entries.ts";
import { writeRows } from "../store/write-rows.ts";
import { ownerField } from "./merge-values.ts";

export interface SurvivorWrite {
  readonly object: ObjectDefinition;
  readonly before: StoredRecord;
  readonly changes: FieldChanges;
  readonly actor: Actor;
  readonly locale: Locale;
}

/**
 * Writes the record that stays, and its history, search entry and announcement, also where none of its values changes: a
 * merge is a version of its own, and what it is known by has changed.
 */
export async function writeSurvivor(
  trx: WorkspaceTransaction,
  { object, before, changes, actor, locale }: SurvivorWrite,
): Promise<StoredRecord> {
  const values: Values = { [ownerField]: before.ownerId };
  for (const [name, { to }] of Object.entries(changes)) values[name] = to;
  const rows = [{ id: before.id, values }];
  const [after] = await writeRows(trx, object, Object.keys(values), rows).catch(
    (error: unknown) => {
      throw translateStoreError(error, object, locale);
    },
  );
  if (after === undefined) throw unknownRecord(locale);
  const { id, version } = after;
  const line = { id, version, changes, occurredAt: new Date() };
  await writeHistory(trx, object.name, "update", actor, [line]);
  await writeSearchEntries(trx, object, [after]);
  const fields = Object.keys(changes);
  await announceChange(trx, { kind: "update", object: object.name, ids: [id], fields, actor });
  return after;
}
