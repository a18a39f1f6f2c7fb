import type { WorkspaceDatabase } from "@causeway/platform-database";
import { sql } from "kysely";
import { eventsChannel } from "../log/channels.ts";
import type { Projection } from "./projection.ts";
import { beginRebuild } from "./rebuild.ts";

/** Empties the tables of these projections and sets their cursors back to the start of the log, in one transaction. */
export async function resetTables(
  workspace: WorkspaceDatabase,
  affected: readonly Projection[],
): Promise<void> {
  const names = affected.map((projection) => projection.name);
  await workspace.alter(async (trx) => {
    // Waits for batches under way, and keeps others from starting.
    await sql`select 1 from projections where name = any(${names}::text[])
      order by name for update`.execute(trx);
    for (const projection of affected.toReversed()) await projection.reset(trx);
    await sql`update projections p set tx_id = '0', event_id = 0, applied = 0, error = null,
        version = code.version
      from unnest(${names}::text[], ${affected.map(versionOf)}::integer[]) as code(name, version)
      where p.name = code.name`.execute(trx);
    await beginRebuild(trx, names);
    await sql`select pg_notify(${eventsChannel}, ${workspace.id})`.execute(trx);
  });
}

export function versionOf({ version = 1 }: Projection): number {
  return version;
}
