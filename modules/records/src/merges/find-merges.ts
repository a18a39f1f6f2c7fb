import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { isRecordId } from "../store/get-record.ts";
import { mergeTables } from "./merge-tables.ts";

/** A merge as it is stored. */
export interface StoredMerge {
  readonly id: string;
  readonly survivorId: string;
  readonly loserId: string;
  readonly survivorVersion: number;
  readonly loserVersion: number;
  readonly actor: { readonly kind: string; readonly id: string };
  readonly at: Date;
  readonly undoneAt: Date | null;
  readonly undoneSurvivorVersion: number | null;
  readonly undoneLoserVersion: number | null;
  readonly moved: number;
}

/** Every merge that a record had a part in, the latest first; also those that were taken back. */
export async function mergesOf(
  trx: WorkspaceTransaction,
  id: string,
): Promise<readonly StoredMerge[]> {
  const rows = await mergeTables(trx)
    .selectFrom("record_merges as m")
    .selectAll()
    .select((expression) =>
      expression
        .selectFrom("record_merge_moves as v")
        .whereRef("v.merge_id", "=", "m.id")
        .select(sql<number>`count(*)::integer`.as("moved"))
        .as("moved"),
    )
    .where((expression) =>
      expression.or([expression("survivor_id", "=", id), expression("loser_id", "=", id)]),
    )
    .orderBy("merged_at", "desc")
    .orderBy("m.id", "desc")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    survivorId: row.survivor_id,
    loserId: row.loser_id,
    survivorVersion: row.survivor_version,
    loserVersion: row.loser_version,
    actor: { kind: row.actor_kind, id: row.actor_id },
    at: row.merged_at,
    undoneAt: row.undone_at,
    undoneSurvivorVersion: row.undone_survivor_version,
    undoneLoserVersion: row.undone_loser_version,
    moved: row.moved ?? 0,
  }));
}

/** For each of the records that were merged, the one that stands for it now, however many merges lie between. */
export async function survivorsOf(
  trx: WorkspaceTransaction,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const wanted = ids.filter(isRecordId);
  if (wanted.length === 0) return new Map();
  const { rows } = await sql<{ readonly id: string; readonly survivor: string }>`
    with recursive way(id, survivor, steps) as (
      select loser_id, survivor_id, 1 from record_merges
      where loser_id = any(${wanted}::uuid[]) and undone_at is null
      union all
      select w.id, m.survivor_id, w.steps + 1 from way w
      join record_merges m on m.loser_id = w.survivor and m.undone_at is null)
    select distinct on (id) id, survivor from way order by id, steps desc`.execute(trx);
  return new Map(rows.map(({ id, survivor }) => [id, survivor]));
}

/** The ids of all records that are one with these by now: `of` is the one that stays. */
export async function mergedInto(
  trx: WorkspaceTransaction,
  ids: readonly string[],
): Promise<readonly { readonly of: string; readonly id: string }[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<{ readonly of: string; readonly id: string }>`
    with recursive way("of", id) as (
      select survivor_id, loser_id from record_merges
      where survivor_id = any(${ids}::uuid[]) and undone_at is null
      union all
      select w."of", m.loser_id from way w
      join record_merges m on m.survivor_id = w.id and m.undone_at is null)
    select "of", id from way order by 1, 2`.execute(trx);
  return rows;
}
