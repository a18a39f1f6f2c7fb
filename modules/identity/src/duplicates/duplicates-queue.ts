import type { Clock, WorkspaceId } from "@causeway/kernel";
import {
  currentWorkspace,
  type Database,
  type WorkspaceTransaction,
} from "@causeway/platform-database";
import { defineQueue, type Jobs } from "@causeway/platform-jobs";
import { z } from "zod";
import { lookForDuplicates, noteLook } from "./look-for-duplicates.ts";
import { needsLook } from "./needs-look.ts";

/** Looks for companies of a workspace that stand twice. */
export const duplicatesQueue = defineQueue({
  name: "company-duplicates",
  schema: z.object({ workspace: z.string() }),
  policy: "stately",
  retryLimit: 1,
  expireInSeconds: 3_600,
});

/** Nightly: companies that came or changed since may stand twice. */
export const nightlyDuplicatesQueue = defineQueue({
  name: "nightly-company-duplicates",
  schema: z.object({}),
});

export const duplicatesQueues = [duplicatesQueue, nightlyDuplicatesQueue] as const;

/** Asks for a look, in the caller's transaction; many requests are one. */
export async function requestDuplicates(
  trx: WorkspaceTransaction,
  jobs: Pick<Jobs, "send">,
): Promise<void> {
  const workspace = await currentWorkspace(trx);
  await noteLook(trx, true);
  await jobs.send(trx, duplicatesQueue, { workspace }, { singletonKey: workspace });
}

/** Registers the handlers of `duplicatesQueues`; before the jobs start. */
export function workDuplicates({
  database,
  jobs,
  clock,
}: {
  readonly database: Pick<Database, "workspace" | "workspaces">;
  readonly jobs: Jobs;
  readonly clock: Clock;
}): void {
  jobs.work(duplicatesQueue, async ({ data, signal }) => {
    const workspace = await database.workspace(data.workspace as WorkspaceId);
    try {
      await lookForDuplicates(workspace, { clock, signal });
    } finally {
      await workspace.transaction((trx) => noteLook(trx, false));
    }
  });
  jobs.work(nightlyDuplicatesQueue, async () => {
    for (const { id } of await database.workspaces()) {
      const workspace = await database.workspace(id);
      await workspace.transaction(async (trx) => {
        if (await needsLook(trx)) await requestDuplicates(trx, jobs);
      });
    }
  });
  // Between two and three at night in China, after what predictions compute.
  jobs.schedule(nightlyDuplicatesQueue, "40 18 * * *", {});
}
