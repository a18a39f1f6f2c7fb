import type { ObjectDefinition, Values } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { type RawBuilder, sql } from "kysely";
import { getRecords } from "../store/get-record.ts";
import { recordTable, type StoredRecord } from "../store/record-table.ts";
import type { FieldChanges } from "../store/write-entries.ts";
import { survivorsOf } from "./find-merges.ts";

/** A record that was merged, and the living one that stands for it now. */
export interface MergedAway {
  readonly before: StoredRecord;
  readonly survivorId: string;
}

/** Of records of one object those that were merged, by their ids; without those whose survivor has been deleted. */
export async function standingFor(
  trx: WorkspaceTransaction,
  { name: object }: ObjectDefinition,
  ids: readonly string[],
): Promise<ReadonlyMap<string, MergedAway>> {
  const survivors = await survivorsOf(trx, ids);
  if (survivors.size === 0) return new Map();
  const known = [...survivors.keys(), ...survivors.values()];
  const records = await getRecords(trx, { object, ids: known });
  const living = new Set(records.filter(({ deletedAt }) => deletedAt === null).map(({ id }) => id));
  return new Map(
    records.flatMap((before): [string, MergedAway][] => {
      const survivorId = survivors.get(before.id);
      const stands = survivorId !== undefined && living.has(survivorId);
      return stands ? [[before.id, { before, survivorId }]] : [];
    }),
  );
}

/**
 * Records as they were before a merge gave them the other's value of one of these fields, each with the living one that
 * stands for it: itself, or what it was merged into since.
 */
export async function replacedByMerges(
  trx: WorkspaceTransaction,
  object: ObjectDefinition,
  names: readonly string[],
): Promise<readonly MergedAway[]> {
  const { rows } = await sql<{ readonly id: string; readonly changes: FieldChanges }>`
    select m.survivor_id as id, c.changes from record_merges m
    join record_changes c on c.record_id = m.survivor_id and c.object = m.object
      and c.version = m.survivor_version
    where m.object = ${object.name} and m.undone_at is null and exists (
      select 1 from unnest(${[...names]}::text[]) name where c.changes -> name ->> 'from' is not null)
    order by m.merged_at, m.id`.execute(trx);
  const ids = rows.map(({ id }) => id);
  const records = new Map(
    (await getRecords(trx, { object: object.name, ids })).map((record) => [record.id, record]),
  );
  const standing = await standingFor(trx, object, ids);
  return rows.flatMap(({ id, changes }) => {
    const record = records.get(id);
    if (record === undefined) return [];
    const survivorId = record.deletedAt === null ? id : standing.get(id)?.survivorId;
    if (survivorId === undefined) return [];
    const values: Values = { ...record.values };
    for (const [name, { from }] of Object.entries(changes)) {
      if (Object.hasOwn(values, name)) values[name] = from;
    }
    return [{ before: { ...record, values }, survivorId }];
  });
}

/** Whether any record of an object is part of another now. */
export async function hasMerges(trx: WorkspaceTransaction, object: string): Promise<boolean> {
  const { rows } = await sql`select 1 from record_merges
    where object = ${object} and undone_at is null limit 1`.execute(trx);
  return rows.length > 0;
}

/**
 * The rows of an object's records that were merged, as a table of a query. Reached from the merges, which are few: indexes
 * of the table itself know living records alone.
 */
export function mergedRows(object: string): RawBuilder<unknown> {
  return sql`(select own.* from record_merges m cross join lateral
    (select * from ${recordTable(object)} o where o.id = m.loser_id offset 0) own
    where m.object = ${object} and m.undone_at is null)`;
}
