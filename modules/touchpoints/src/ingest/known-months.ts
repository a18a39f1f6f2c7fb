import type { Clock } from "@causeway/kernel";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { ensurePartitions } from "../log/ensure-partitions.ts";
import type { ParsedEvent } from "../wire/parse-event.ts";

/** The months of a workspace whose partitions of the log are known to exist. */
export interface KnownMonths {
  /**
   * Adds those of `events` that are not known to `unknown`. To be asked as events come and are at hand: a walk over a
   * whole group would fetch each of them from memory.
   */
  note(events: readonly ParsedEvent[], unknown: Set<string>): void;
  /** Has the partitions of months made that are not known yet. */
  ensure(months: ReadonlySet<string>): Promise<void>;
}

export function createKnownMonths(workspace: WorkspaceDatabase, clock: Clock): KnownMonths {
  const known = new Set<string>();
  return {
    note(events, unknown) {
      for (const { originalMonth } of events) {
        if (!known.has(originalMonth)) unknown.add(originalMonth);
      }
    },
    async ensure(months) {
      if (months.size === 0) return;
      const now = clock();
      // The next month's is made ahead, so that no request waits for it at midnight.
      const needed = new Set([...months, monthAfter(now)]);
      await ensurePartitions(workspace, needed, now);
      for (const month of needed) known.add(month);
    },
  };
}

function monthAfter(now: Date): string {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1))
    .toISOString()
    .slice(0, 10);
}
