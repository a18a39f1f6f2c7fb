import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";

/** One part of the log: all events of some days, by the times that their senders wrote. */
export interface LogPartition {
  readonly table: string;
  /** First day, and the day after the last, as `2026-11-01`. */
  readonly from: string;
  readonly to: string;
}

/** The parts of the log, the oldest first; without the one of events that came without a time. */
export async function logPartitions(trx: WorkspaceTransaction): Promise<readonly LogPartition[]> {
  const { rows } = await sql<{ table: string; bounds: string }>`
    select child.relname as table, pg_get_expr(child.relpartbound, child.oid) as bounds
    from pg_inherits join pg_class child on child.oid = inhrelid
    where inhparent = 'events'::regclass and child.relname <> 'events_undated'`.execute(trx);
  return rows
    .flatMap(({ table, bounds }) => {
      const [, from, to] = /FROM \('([\d-]+)'\) TO \('([\d-]+)'\)/.exec(bounds) ?? [];
      return from === undefined || to === undefined ? [] : [{ table, from, to }];
    })
    .sort((left, right) => (left.from < right.from ? -1 : 1));
}
