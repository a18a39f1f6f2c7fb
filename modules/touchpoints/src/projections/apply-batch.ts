import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { liveChannel } from "../log/channels.ts";
import { comparePositions, type LogPosition, logStart } from "../log/log-position.ts";
import { readEvents } from "../log/read-events.ts";
import type { Projection } from "./projection.ts";
import { endRebuild } from "./rebuild.ts";

/**
 * Applies the next events to one projection and moves its cursor, in one transaction: both or neither.
 * Returns how many were applied; 0 also when another process holds the projection.
 */
export function applyBatch(
  workspace: WorkspaceDatabase,
  projection: Projection,
  limit: number,
): Promise<number> {
  return workspace.transaction(async (trx) => {
    const cursor = await lockCursor(trx, projection.name);
    if (cursor === null) return 0;
    const endOfRebuild = async () => {
      const hasEnded = cursor.isRebuilt && (await endRebuild(trx, projection.name));
      if (hasEnded) await projection.rebuilt?.(trx);
    };
    const upTo = await reachedByAll(trx, projection.after ?? []);
    const { events, end } = await readEvents(trx, { after: cursor, upTo, limit });
    if (events.length === 0) {
      await endOfRebuild();
      return 0;
    }
    await projection.apply(trx, events);
    await sql`update projections set tx_id = ${end.txId}::xid8, event_id = ${end.id}::bigint,
      applied = applied + ${events.length}, applied_at = now(), error = null
      where name = ${projection.name}`.execute(trx);
    await endOfRebuild();
    const message = JSON.stringify({ workspace: workspace.id, topic: "touchpoints" });
    await sql`select pg_notify(${liveChannel}, ${message})`.execute(trx);
    return events.length;
  });
}

type Cursor = LogPosition & { readonly isRebuilt: boolean };

/** Null when another process is at it: there is one runner for a projection at a time. */
async function lockCursor(trx: WorkspaceTransaction, name: string): Promise<Cursor | null> {
  const { rows } = await sql<Cursor>`
    select tx_id::text as "txId", event_id::text as id, rebuild_since is not null as "isRebuilt"
    from projections
    where name = ${name} for update skip locked`.execute(trx);
  return rows[0] ?? null;
}

/** How far all of these have come; null when there are none to wait for. */
async function reachedByAll(
  trx: WorkspaceTransaction,
  names: readonly string[],
): Promise<LogPosition | null> {
  if (names.length === 0) return null;
  const { rows } = await sql<LogPosition>`
    select tx_id::text as "txId", event_id::text as id from projections
    where name = any(${names}::text[])`.execute(trx);
  if (rows.length < names.length) return logStart;
  return rows.reduce((least, row) => (comparePositions(row, least) < 0 ? row : least));
}
