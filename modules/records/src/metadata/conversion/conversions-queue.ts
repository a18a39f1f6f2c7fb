import type { WorkspaceId } from "@causeway/kernel";
import type { Database } from "@causeway/platform-database";
import { defineQueue, type Jobs } from "@causeway/platform-jobs";
import { z } from "zod";
import { convertField } from "./convert-field.ts";

/** Fields to convert; one job each, taken up again where a process ended. */
export const conversionsQueue = defineQueue({
  name: "field-conversions",
  schema: z.object({ workspace: z.string(), conversion: z.uuid() }),
  expireInSeconds: 4 * 3600,
});

/** Declares who converts fields. */
export function workConversions(jobs: Jobs, database: Pick<Database, "workspace">): void {
  jobs.work(conversionsQueue, async ({ data, signal }) => {
    const workspace = await database.workspace(data.workspace as WorkspaceId);
    await convertField(workspace, data.conversion, signal);
    // Aborted means unfinished: the job comes again and goes on where this one stopped.
    signal.throwIfAborted();
  });
}
