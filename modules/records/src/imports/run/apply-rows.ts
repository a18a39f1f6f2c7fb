import { setImmediate as turn } from "node:timers/promises";
import { newId } from "@causeway/kernel";
import type { ObjectDefinition, Values } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { isSearched } from "@causeway/platform-schema";
import { sql } from "kysely";
import { followMerges } from "../../merges/follow-merges.ts";
import type { Actor } from "../../store/actor.ts";
import { insertWithHistory } from "../../store/create-records.ts";
import { announceChange } from "../../store/record-change.ts";
import {
  type RecordRow,
  recordColumns,
  recordTable,
  type StoredRecord,
  toStoredRecord,
} from "../../store/record-table.ts";
import { changedFields } from "../../store/update-record.ts";
import {
  type FieldChanges,
  searchEntriesOf,
  storeSearchEntries,
  writeHistory,
  writeSearchEntries,
} from "../../store/write-entries.ts";
import { writeRows } from "../../store/write-rows.ts";
import type { RowIssue } from "../import-tables.ts";
import type { ResolvedRow } from "../rows/resolve-rows.ts";

/** What became of a row, as it is remembered to be undone. */
export interface AppliedRow {
  readonly number: number;
  readonly action: "create" | "update" | "skip" | "error";
  readonly recordId: string | null;
  readonly version: number | null;
  readonly changes: FieldChanges | null;
  readonly issues?: readonly RowIssue[];
}

export interface ApplyContext {
  readonly object: ObjectDefinition;
  readonly importId: string;
  /** Whose the new records are. */
  readonly ownerId: string | null;
  readonly actor: Actor;
}

/** Creates the records of rows that create, set by set. */
export async function applyCreates(
  trx: WorkspaceTransaction,
  rows: readonly ResolvedRow[],
  { object, importId, ownerId, actor }: ApplyContext,
): Promise<readonly AppliedRow[]> {
  const now = new Date();
  const drafts = rows.map(({ number, values, createdAt = now, derived }, index) => {
    // Ids in the order of the file, so that lists keep it among those that came into being at once: a chunk.
    const id = newId(now.getTime() - rows.length + index);
    const { owner_id: owner = ownerId, ...own } = values;
    const whose = typeof owner === "string" ? owner : ownerId;
    return {
      number,
      draft: {
        id,
        values: own,
        occurredAt: createdAt,
        ownerId: whose,
        importId,
        ...(derived && { derived }),
      },
    };
  });
  if (drafts.length === 0) return [];
  const followed = await followMerges(
    trx,
    object,
    drafts.map(({ draft }) => draft),
  );
  const records = drafts.map(({ draft }, at) => ({ ...draft, values: followed[at] ?? {} }));
  const inserting = insertWithHistory(trx, object, records, actor);
  const entries = await computeBeside(inserting, () => searchEntriesOf(object, records));
  await storeSearchEntries(trx, object, entries);
  const fields = [...new Set(records.flatMap(({ values }) => Object.keys(values)))];
  const ids = records.map(({ id }) => id);
  await announceChange(trx, { kind: "create", object: object.name, ids, fields, actor });
  return drafts.map(({ number, draft }) => ({
    number,
    action: "create",
    recordId: draft.id,
    version: 1,
    changes: null,
  }));
}

/** Computes while the database works: `query` must have been sent before the computing takes the thread. */
async function computeBeside<T>(query: Promise<unknown>, compute: () => T): Promise<T> {
  const [result] = await Promise.all([turn().then(compute), query]);
  return result;
}

/** New values of existing records, each with the row that asks for them. */
export interface RowUpdate {
  readonly number: number;
  readonly recordId: string;
  readonly values: Values;
}

/** Changes records set by set; rows that change nothing are skipped. At most one row for each record. */
export async function applyUpdates(
  trx: WorkspaceTransaction,
  rows: readonly RowUpdate[],
  { object, actor }: Pick<ApplyContext, "object" | "actor">,
): Promise<readonly AppliedRow[]> {
  const before = await lockRecords(
    trx,
    object,
    rows.map(({ recordId }) => recordId),
  );
  const followed = await followMerges(
    trx,
    object,
    rows.map(({ recordId: id, values }) => ({ id, values })),
  );
  const applied: AppliedRow[] = [];
  const updates: { row: RowUpdate; record: StoredRecord; changes: FieldChanges }[] = [];
  for (const [at, row] of rows.entries()) {
    const record = before.get(row.recordId);
    const changes = record === undefined ? {} : changedFields(record, followed[at] ?? {});
    if (record === undefined || Object.keys(changes).length === 0) {
      const { number, recordId } = row;
      applied.push({ number, action: "skip", recordId, version: null, changes: null });
    } else updates.push({ row, record, changes });
  }
  const names = [...new Set(updates.flatMap(({ changes }) => Object.keys(changes)))];
  const writes = updates.map(({ record, changes }) => ({
    id: record.id,
    values: Object.fromEntries(
      names.map((name) => {
        const change = changes[name];
        return [name, change === undefined ? (record.values[name] ?? null) : change.to];
      }),
    ),
  }));
  const after = new Map((await writeRows(trx, object, names, writes)).map((r) => [r.id, r]));
  for (const { row, changes } of updates) {
    const { number, recordId } = row;
    const version = after.get(recordId)?.version ?? null;
    applied.push({ number, action: "update", recordId, version, changes });
  }
  await writeUpdateEntries(trx, object, actor, [...after.values()], updates, names);
  return applied;
}

async function writeUpdateEntries(
  trx: WorkspaceTransaction,
  object: ObjectDefinition,
  actor: Actor,
  after: readonly StoredRecord[],
  updates: readonly { readonly record: StoredRecord; readonly changes: FieldChanges }[],
  names: readonly string[],
): Promise<void> {
  const versions = new Map(after.map(({ id, version }) => [id, version]));
  const occurredAt = new Date();
  const lines = updates.map(({ record, changes }) => ({
    id: record.id,
    version: versions.get(record.id) ?? record.version + 1,
    changes,
    occurredAt,
  }));
  await writeHistory(trx, object.name, "update", actor, lines);
  if (object.fields.some((field) => names.includes(field.name) && isSearched(object, field))) {
    await writeSearchEntries(
      trx,
      object,
      after.filter(({ deletedAt }) => deletedAt === null),
    );
  }
  const ids = after.map(({ id }) => id);
  await announceChange(trx, { kind: "update", object: object.name, ids, fields: names, actor });
}

/**
 * Locks records in the order of their ids, so that two of these never wait for each other. Whose they are stands among their
 * values: files say it in a column like any other.
 */
export async function lockRecords(
  trx: WorkspaceTransaction,
  object: ObjectDefinition,
  ids: readonly string[],
): Promise<ReadonlyMap<string, StoredRecord>> {
  const found = await sql<RecordRow>`select ${recordColumns(object, "t")}
    from ${recordTable(object.name)} t where t.id = any(${[...ids]}::uuid[])
    order by t.id for update`.execute(trx);
  return new Map(
    found.rows.map((row) => {
      const record = toStoredRecord(object, row);
      return [row.id, { ...record, values: { ...record.values, owner_id: record.ownerId } }];
    }),
  );
}
