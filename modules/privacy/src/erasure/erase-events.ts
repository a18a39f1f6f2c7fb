import { holdProjection } from "@causeway/module-touchpoints";
import { retryConflicts, type WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { countRows } from "./count-rows.ts";
import type { ErasureCounts } from "./erasure-tables.ts";
import type { ErasureWork } from "./erasure-work.ts";
import { isAssigned, type LogEnd, lookWhoItIs } from "./find-late-events.ts";
import { someEvents } from "./own-rows.ts";
import { type Tables, tiedByEvent } from "./personal-tables.ts";

/** Events of one transaction. */
const eventsAtOnce = 500;

/**
 * Deletes the person's events, with everything that other tables hold of them, some at a time. Returns false when more
 * may be theirs than is known: a replay of the log is under way, or somebody turned out to be the same person.
 */
export async function eraseEvents(
  { workspace, erasure, person, key, signal }: ErasureWork,
  tables: Tables,
  goal: LogEnd | null,
): Promise<boolean> {
  const ordered = tiedByEvent(tables);
  for (;;) {
    signal.throwIfAborted();
    const after = await retryConflicts(() =>
      workspace.transaction(async (trx) => {
        await holdProjection(trx, "identity");
        await holdProjection(trx, "twin");
        const events = await someEvents(trx, person, eventsAtOnce);
        if (events.length > 0) {
          await countRows(trx, erasure, await deleteEvents(trx, events, ordered));
          return "again";
        }
        // What is held tells the truth only where nothing is before the projections.
        if (goal !== null && !(await isAssigned(trx, goal))) return "unknown";
        return (await lookWhoItIs(trx, erasure, key)) ? "unknown" : "all";
      }),
    );
    if (after !== "again") return after === "all";
  }
}

async function deleteEvents(
  trx: WorkspaceTransaction,
  events: readonly string[],
  tied: ReturnType<typeof tiedByEvent>,
): Promise<ErasureCounts> {
  const counts: Record<string, ErasureCounts[string]> = {};
  for (const { table, column } of tied) {
    const gone = await sql`delete from ${sql.table(table)}
      where ${sql.ref(column)} = any(${events}::bigint[])`.execute(trx);
    counts[table] = { deleted: Number(gone.numAffectedRows ?? 0n), changed: 0 };
  }
  return counts;
}
