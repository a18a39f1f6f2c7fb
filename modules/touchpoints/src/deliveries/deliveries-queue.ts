import type { WorkspaceId } from "@causeway/kernel";
import type { Database, WorkspaceTransaction } from "@causeway/platform-database";
import { defineQueue, type Jobs } from "@causeway/platform-jobs";
import { z } from "zod";
import { processDeliveries, type ReadingDependencies } from "./process-deliveries.ts";

/** Workspaces in which deliveries wait to be read: one job waits for each, however many deliveries come. */
export const deliveriesQueue = defineQueue({
  name: "deliveries",
  schema: z.object({ workspace: z.string() }),
  policy: "short",
  // Events that the log does not take now stay waiting, and are tried again.
  retryLimit: 100,
});

/** Has deliveries of the workspace read once the transaction commits. */
export type WakeReading = (trx: WorkspaceTransaction, workspace: WorkspaceId) => Promise<void>;

export function wakeReadingBy(jobs: Pick<Jobs, "send">): WakeReading {
  return (trx, workspace) =>
    jobs.send(trx, deliveriesQueue, { workspace }, { singletonKey: workspace });
}

/** Declares who reads deliveries. */
export function workDeliveries(
  jobs: Jobs,
  database: Pick<Database, "workspace">,
  dependencies: ReadingDependencies,
): void {
  jobs.work(deliveriesQueue, async ({ data, signal }) => {
    const workspace = await database.workspace(data.workspace as WorkspaceId);
    await processDeliveries(workspace, dependencies, signal);
    signal.throwIfAborted();
  });
}
