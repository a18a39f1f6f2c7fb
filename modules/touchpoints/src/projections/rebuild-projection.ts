import type { WorkspaceDatabase } from "@causeway/platform-database";
import { sql } from "kysely";
import { eventsChannel } from "../log/channels.ts";
import { ensureCursors } from "./apply-batch.ts";
import { type Projection, withDependents } from "./projection.ts";

/**
 * Throws a projection and all that builds on it away, and sets their cursors back to the start of the log.
 * Runners (or `runProjections`) then compute them again. Throws TypeError for an unknown name.
 */
export async function resetProjection(
  workspace: WorkspaceDatabase,
  projections: readonly Projection[],
  name: string,
): Promise<void> {
  const affected = withDependents(projections, name);
  await ensureCursors(workspace, affected);
  await workspace.alter(async (trx) => {
    const names = affected.map((projection) => projection.name);
    // Waits for batches under way, and keeps others from starting.
    await sql`select 1 from projections where name = any(${names}::text[])
      order by name for update`.execute(trx);
    for (const projection of affected.toReversed()) await projection.reset(trx);
    await sql`update projections set tx_id = '0', event_id = 0, applied = 0, error = null
      where name = any(${names}::text[])`.execute(trx);
    await sql`select pg_notify(${eventsChannel}, ${workspace.id})`.execute(trx);
  });
}
