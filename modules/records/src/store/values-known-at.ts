import type { FieldValue, Values } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { objectNamed } from "@causeway/platform-schema";
import { type RawBuilder, sql } from "kysely";
import { readSchema } from "../metadata/read-schema.ts";
import { getRecords, isRecordId } from "./get-record.ts";

/** A record as it stood at an earlier time. */
export interface PastRecord {
  readonly id: string;
  readonly values: Values;
  readonly ownerId: string | null;
  readonly isDeleted: boolean;
}

export interface PastInput {
  readonly object: string;
  readonly ids: readonly string[];
  readonly at: Date;
  /**
   * By which of its two times a change counts: when it became known here (default), or when it happened, for
   * histories that were entered or imported afterwards.
   */
  readonly by?: "recorded" | "occurred";
}

interface PastChange {
  readonly recordId: string;
  readonly field: string;
  readonly value: FieldValue;
}

/**
 * Records as they stood at `at`, by id; those that were not there yet are left out. A field has the value of the
 * last change up to then; else what the first change after it replaced; else its value of today.
 */
export async function valuesKnownAt(
  trx: WorkspaceTransaction,
  input: PastInput,
): Promise<ReadonlyMap<string, PastRecord>> {
  const ids = input.ids.filter(isRecordId);
  const past = await findPast(trx, { ...input, ids });
  const records = await getRecords(trx, { object: input.object, ids: [...past.existing] });
  const fields = new Set(
    objectNamed(await readSchema(trx), input.object).fields.map((f) => f.name),
  );
  const byId = new Map<string, PastRecord>();
  for (const { id, values, ownerId } of records) {
    byId.set(id, { id, values: { ...values }, ownerId, isDeleted: past.deleted.has(id) });
  }
  for (const { recordId, field, value } of past.changes) {
    const record = byId.get(recordId);
    if (record === undefined) continue;
    if (fields.has(field)) record.values[field] = value;
    if (field !== "owner_id") continue;
    byId.set(recordId, { ...record, ownerId: value === null ? null : String(value) });
  }
  return byId;
}

/** One record as it stood at `at`; undefined where it was not there yet. See `valuesKnownAt`. */
export async function readRecordAsOf(
  trx: WorkspaceTransaction,
  { id, ...input }: Omit<PastInput, "ids"> & { readonly id: string },
): Promise<PastRecord | undefined> {
  return (await valuesKnownAt(trx, { ...input, ids: [id] })).get(id);
}

async function findPast(trx: WorkspaceTransaction, { object, ids, at, by }: PastInput) {
  const time: RawBuilder<unknown> = by === "occurred" ? sql`occurred_at` : sql`recorded_at`;
  const own = sql`object = ${object} and record_id = any(${[...ids]}::uuid[])`;
  const states = await sql<{ readonly id: string; readonly kind: string }>`
    select distinct on (record_id) record_id as id, kind from record_changes
    where ${own} and ${time} <= ${at} and kind <> 'update'
    order by record_id, ${time} desc, id desc`.execute(trx);
  // Before `at` the latest change counts by what it set, after `at` the earliest by what it replaced.
  const changes = await sql<PastChange>`
    select distinct on (record_id, field) record_id as "recordId", field,
      case when ${time} <= ${at} then change -> 'to' else change -> 'from' end as value
    from record_changes, jsonb_each(changes) as each_change(field, change)
    where ${own}
    order by record_id, field, ${time} > ${at},
      case when ${time} <= ${at} then ${time} end desc, case when ${time} <= ${at} then id end desc,
      ${time}, id`.execute(trx);
  return {
    existing: new Set(states.rows.map(({ id }) => id)),
    deleted: new Set(states.rows.filter(({ kind }) => kind === "delete").map(({ id }) => id)),
    changes: changes.rows,
  };
}
