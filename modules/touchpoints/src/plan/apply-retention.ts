import type { Clock } from "@causeway/kernel";
import type { Database, WorkspaceDatabase } from "@causeway/platform-database";
import { defineQueue, type Jobs } from "@causeway/platform-jobs";
import { sql } from "kysely";
import { z } from "zod";
import { readPlannedTypes } from "./plan-store.ts";

/** Deletes what the tracking plan keeps no longer, every night. */
export const retentionQueue = defineQueue({
  name: "retention",
  schema: z.object({}),
  policy: "short",
});

const atOnce = 5_000;
const dayMs = 86_400_000;

/**
 * Deletes raw events of planned types that are older than their retention, in short transactions. What was computed from
 * them stays until it is computed anew. Returns how many were deleted.
 */
export async function applyRetention(
  workspace: WorkspaceDatabase,
  now: Date,
  signal?: AbortSignal,
): Promise<number> {
  const types = await workspace.transaction(readPlannedTypes, { readOnly: true });
  let total = 0;
  for (const { name, retentionDays } of types) {
    if (retentionDays === null) continue;
    const before = new Date(now.getTime() - retentionDays * dayMs);
    for (let deleted = atOnce; deleted === atOnce && !signal?.aborted; total += deleted) {
      deleted = await workspace.transaction(async (trx) => {
        const gone = await sql`delete from events where (id, original_month) in (
          select id, original_month from events
          where type = 'track' and name = ${name} and occurred_at < ${before}
          limit ${atOnce})`.execute(trx);
        return Number(gone.numAffectedRows ?? 0n);
      });
    }
  }
  return total;
}

/** Declares who applies retention, at half past two at night (UTC). */
export function workRetention(
  jobs: Jobs,
  database: Pick<Database, "workspace" | "workspaces">,
  clock: Clock,
): void {
  jobs.work(retentionQueue, async ({ signal }) => {
    for (const { id } of await database.workspaces()) {
      await applyRetention(await database.workspace(id), clock(), signal);
    }
  });
  jobs.schedule(retentionQueue, "30 2 * * *", {});
}
