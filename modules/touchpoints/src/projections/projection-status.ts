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

/**
 * Whether some projection has events to see or is to be computed again, and whether it can go on now. The two ends of the
 * log are looked up once by its index: asked for each projection whether anything follows, PostgreSQL reads the whole log
 * when nothing does.
 */
export async function lookAhead(trx: WorkspaceTransaction): Promise<Ahead> {
  const { rows } = await sql<{ canGoOn: boolean | null; isWaiting: boolean | null }>`
    with last as (select tx_id, id from events order by tx_id desc, id desc limit 1),
      final as (select tx_id, id from events where tx_id < ${finalBelow}
                order by tx_id desc, id desc limit 1)
    select bool_or(p.version = 0 or p.rebuild_since is not null
             or (p.tx_id, p.event_id) < (final.tx_id, final.id)) as "canGoOn",
           bool_or((p.tx_id, p.event_id) < (last.tx_id, last.id)) as "isWaiting"
    from projections p left join last on true left join final on true`.execute(trx);
  if (rows[0]?.canGoOn) return "work";
  return rows[0]?.isWaiting ? "not-final" : "nothing";
}
