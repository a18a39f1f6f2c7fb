import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";

export interface ProjectionStatus {
  readonly name: string;
  /** Events it has still to see; counting stops at 10,001. */
  readonly behind: number;
  /** Age of the oldest of them, in seconds. */
  readonly lagSeconds: number;
  /** Why the last batch failed; null when all is well. */
  readonly error: string | null;
}

/** How far each projection is behind the log. */
export async function projectionStatus(
  trx: WorkspaceTransaction,
): Promise<readonly ProjectionStatus[]> {
  const { rows } = await sql<ProjectionStatus>`
    select p.name, waiting.behind, p.error,
           coalesce(extract(epoch from clock_timestamp() - waiting.since), 0)::float8 as "lagSeconds"
    from projections p, lateral (
      select count(*) as behind, min(stored_at) as since from (
        select stored_at from events
        where (tx_id, id) > (p.tx_id, p.event_id) order by tx_id, id limit 10001) next) waiting
    order by p.name`.execute(trx);
  return rows;
}

/** Whether some projection has events to see, also such as are not final yet, or is to be computed again. */
export async function hasWaitingEvents(trx: WorkspaceTransaction): Promise<boolean> {
  const { rows } = await sql`
    select 1 from projections p where p.version = 0 or p.rebuild_since is not null or exists (
      select 1 from events where (tx_id, id) > (p.tx_id, p.event_id)) limit 1`.execute(trx);
  return rows.length > 0;
}
