import type { Clock } from "@causeway/kernel";
import { endLostRuns } from "@causeway/module-agents";
import { dropOldDrafts, resumeConversions, resumeIndexes } from "@causeway/module-records";
import { resumeTimeIndex } from "@causeway/module-touchpoints";
import type { Database } from "@causeway/platform-database";
import type { Jobs, Outbox } from "@causeway/platform-jobs";
import { sweepQueue } from "./sweep-queue.ts";

export interface Sweep {
  /** Takes up conversions and indexes that an end of the process has left. */
  readonly resumeTables: () => Promise<void>;
}

/** Sweeps every workspace every minute; see `sweepQueue`. */
export function workSweep({
  database,
  jobs,
  outbox,
  clock,
}: {
  readonly database: Database;
  readonly jobs: Jobs;
  readonly outbox: Outbox;
  readonly clock: Clock;
}): Sweep {
  const resumeTables = async () => {
    for (const { id } of await database.workspaces()) {
      const workspace = await database.workspace(id);
      await workspace.transaction(async (trx) => {
        await resumeConversions(trx, jobs, id);
        await resumeIndexes(trx, jobs, id);
        await resumeTimeIndex(trx, jobs, id);
      });
    }
  };
  jobs.work(sweepQueue, async () => {
    for (const { id } of await database.workspaces()) {
      await outbox.sweep(id);
      const workspace = await database.workspace(id);
      await endLostRuns(database, workspace);
      await dropOldDrafts(workspace, clock());
    }
    await resumeTables();
  });
  jobs.schedule(sweepQueue, "* * * * *", {});
  return { resumeTables };
}
