import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { finalBelow } from "../log/read-events.ts";

export interface ProjectionStatus {
  readonly name: string;
  /** Events it has still to see; counting stops at 10,001. */
  readonly behind: number;
  /** Age of the oldest of them, in seconds. */
  readonly lagSeconds: number;
  /** Since when it is computed again; null where it is not. */
  readonly rebuildingSince: Date | null;
  /** Why the last batch failed; null when all is well. */
  readonly error: string | null;
}

/** How far each projection is behind the log. */
export async function projectionStatus(
  trx: WorkspaceTransaction,
): Promise<readonly ProjectionStatus[]> {
  const { rows } = await sql<ProjectionStatus>`
    select p.name, waiting.behind, p.error, p.rebuild_since as "rebuildingSince",
           coalesce(extract(epoch from clock_timestamp() - waiting.since), 0)::float8 as "lagSeconds"
    from projections p, lateral (
      select count(*) as behind, min(stored_at) as since from (
        select stored_at from events
        where (tx_id, id) > (p.tx_id, p.event_id) order by tx_id, id limit 10001) next) waiting
    order by p.name`.execute(trx);
  return rows;
}

/** What lies before the projections of a workspace; what is not final yet stands behind an older open transaction. */
export type Ahead = "nothing" | "not-final" | "work";

/** Whether some projection has events to see or is to be computed again, and whether it can go on now. */
export async function lookAhead(trx: WorkspaceTransaction): Promise<Ahead> {
  const { rows } = await sql<{ canGoOn: boolean | null; isWaiting: boolean | null }>`
    select bool_or(p.version = 0 or p.rebuild_since is not null or exists (
             select 1 from events where (tx_id, id) > (p.tx_id, p.event_id) and tx_id < ${finalBelow})) as "canGoOn",
           bool_or(exists (select 1 from events where (tx_id, id) > (p.tx_id, p.event_id))) as "isWaiting"
    from projections p`.execute(trx);
  if (rows[0]?.canGoOn) return "work";
  return rows[0]?.isWaiting ? "not-final" : "nothing";
}
