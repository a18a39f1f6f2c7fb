import type { WorkspaceId } from "@causeway/kernel";
import type { Database, WorkspaceTransaction } from "@causeway/platform-database";
import { defineQueue, type Jobs } from "@causeway/platform-jobs";
import { z } from "zod";
import { buildFieldIndexes, lateFields } from "../metadata/late-field-indexes.ts";
import { fillEntryTimes, lacksEntryTimes } from "../search/fill-entry-times.ts";
import { keepIndexes, readIndexes } from "./keep-indexes.ts";
import { chooseToBuild } from "./room.ts";

/** Upkeep of the indexes for lists: of one workspace, or of all. */
export const indexesQueue = defineQueue({
  name: "list-indexes",
  schema: z.object({ workspace: z.string().optional() }),
  // Two at a time would wait for each other; what is asked for meanwhile is done after it.
  policy: "stately",
  expireInSeconds: 2 * 3600,
});

/** Declares who keeps the indexes, those of new fields first: on demand, and all of them every night. */
export function workIndexes(
  jobs: Jobs,
  database: Pick<Database, "workspace" | "workspaces">,
  now: () => Date,
): void {
  jobs.work(indexesQueue, async ({ data, signal }) => {
    const all = await database.workspaces();
    for (const { id } of all.filter((each) => each.id === (data.workspace ?? each.id))) {
      if (signal.aborted) return;
      const workspace = await database.workspace(id as WorkspaceId);
      await buildFieldIndexes(workspace, { signal });
      await fillEntryTimes(workspace, { signal });
      await keepIndexes(workspace, {
        now: now(),
        signal,
        retries: data.workspace === undefined,
      });
    }
  });
  jobs.schedule(indexesQueue, "20 3 * * *", {});
}

/** Asks for the upkeep of this workspace, soon. */
export async function askForIndexes(
  trx: WorkspaceTransaction,
  jobs: Pick<Jobs, "send">,
  workspace: string,
): Promise<void> {
  await jobs.send(trx, indexesQueue, { workspace }, { singletonKey: workspace });
}

/**
 * Asks again where a field has no index yet, where entries of search lack their times, where indexes wait that have room, or are said to be built: their job may have been given up after too
 * many ends of the process. Returns whether there are such.
 */
export async function resumeIndexes(
  trx: WorkspaceTransaction,
  jobs: Pick<Jobs, "send">,
  workspace: string,
): Promise<boolean> {
  const rows = (await readIndexes(trx)).filter(({ state }) => state !== "failed");
  const isDone = chooseToBuild(rows).length === 0 && (await lateFields(trx)).length === 0;
  if (isDone && !(await lacksEntryTimes(trx))) return false;
  await askForIndexes(trx, jobs, workspace);
  return true;
}
