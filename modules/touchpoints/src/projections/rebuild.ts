import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";

/**
 * Marks projections at the start of a log that holds events as half-built: what they say is no state of the world until
 * they have come to the event that is the last one now.
 */
export async function beginRebuild(
  trx: WorkspaceTransaction,
  names: readonly string[],
): Promise<void> {
  await sql`update projections p
    set rebuild_since = now(), rebuild_tx_id = last.tx_id, rebuild_event_id = last.id
    from (select tx_id, id from events e order by e.tx_id desc, e.id desc limit 1) last
    where p.name = any(${[...names]}::text[])`.execute(trx);
}

/**
 * Ends the rebuild of a projection that has come to its goal, or has nothing left before it (what was last may have been
 * deleted meanwhile); says whether it has ended just now. The caller holds the cursor.
 */
export async function endRebuild(trx: WorkspaceTransaction, name: string): Promise<boolean> {
  const { numAffectedRows } = await sql`update projections p
    set rebuild_since = null, rebuild_tx_id = null, rebuild_event_id = null
    where p.name = ${name} and p.rebuild_since is not null and not exists (
      select 1 from events e where (e.tx_id, e.id) > (p.tx_id, p.event_id)
        and (e.tx_id, e.id) <= (p.rebuild_tx_id, p.rebuild_event_id))`.execute(trx);
  return Number(numAffectedRows ?? 0) > 0;
}

/** Since when a projection has been computed again from the history; null when its tables are whole. */
export async function rebuiltSince(trx: WorkspaceTransaction, name: string): Promise<Date | null> {
  const { rows } = await sql<{ since: Date | null }>`
    select rebuild_since as since from projections where name = ${name}`.execute(trx);
  return rows[0]?.since ?? null;
}
