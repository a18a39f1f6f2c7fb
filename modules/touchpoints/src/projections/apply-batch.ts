import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { liveChannel } from "../log/channels.ts";
import { comparePositions, type LogPosition, logStart } from "../log/log-position.ts";
import {
  type LogRange,
  readEventHeads,
  readEvents,
  readSelectedEvents,
} from "../log/read-events.ts";
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
    const { passed, end } = await applyNext(trx, projection, { after: cursor, upTo, limit });
    if (passed === 0) {
      await endOfRebuild();
      return 0;
    }
    await sql`update projections set tx_id = ${end.txId}::xid8, event_id = ${end.id}::bigint,
      applied = applied + ${passed}, applied_at = now(), error = null
      where name = ${projection.name}`.execute(trx);
    await endOfRebuild();
    const message = JSON.stringify({ workspace: workspace.id, topic: "touchpoints" });
    await sql`select pg_notify(${liveChannel}, ${message})`.execute(trx);
    return passed;
  });
}

/** Shows a projection as much of the next stretch of the log as it reads. */
async function applyNext(
  trx: WorkspaceTransaction,
  projection: Projection,
  range: LogRange,
): Promise<{ readonly passed: number; readonly end: LogPosition }> {
  if (projection.reads === "heads") {
    const stretch = await readEventHeads(trx, range);
    if (stretch.passed > 0) await projection.apply(trx, stretch.events);
    return stretch;
  }
  const { only } = projection;
  const stretch = await (only === undefined
    ? readEvents(trx, range)
    : readSelectedEvents(trx, range, only));
  if (stretch.events.length > 0) await projection.apply(trx, stretch.events);
  return stretch;
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
