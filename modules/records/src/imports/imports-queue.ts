import type { WorkspaceId } from "@causeway/kernel";
import type { Database } from "@causeway/platform-database";
import { defineQueue, type Jobs } from "@causeway/platform-jobs";
import { z } from "zod";
import type { ImportState } from "./import-tables.ts";
import { getImport } from "./list-imports.ts";
import type { MembersOf } from "./members.ts";
import { runImport } from "./run/run-import.ts";

/** Imports to work off or to undo. */
export const importsQueue = defineQueue({
  name: "imports",
  schema: z.object({ workspace: z.string(), importId: z.string() }),
  // A million rows take minutes; a worker that died is noticed by its missing heartbeat much earlier.
  expireInSeconds: 4 * 3600,
  // An import counts its own failures; what is tried again here are starts of the server, which are not its fault.
  retryLimit: 100,
});

const due: ReadonlySet<ImportState> = new Set(["queued", "running", "undoing"]);

/** Declares who works imports off. */
export function workImports(
  jobs: Jobs,
  database: Pick<Database, "workspace">,
  membersOf: MembersOf,
): void {
  jobs.work(importsQueue, async ({ data, signal }) => {
    const workspace = await database.workspace(data.workspace as WorkspaceId);
    // Delivered again after a crash, a job may find its import over already.
    const { state } = await workspace.transaction((trx) => getImport(trx, data.importId));
    if (!due.has(state)) return;
    await runImport(workspace, data.importId, { signal, membersOf });
    // Aborted means unfinished: the job comes again and goes on where this one stopped.
    signal.throwIfAborted();
  });
}
