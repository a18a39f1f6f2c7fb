import { currentWorkspace, type WorkspaceTransaction } from "@causeway/platform-database";
import { defineQueue, type Jobs } from "@causeway/platform-jobs";
import { z } from "zod";

/** Looks at the latest days once more, because what the agents go by has changed. */
export const reconsiderQueue = defineQueue({
  name: "agents-reconsider",
  schema: z.object({ workspace: z.string() }),
  policy: "short",
});

/**
 * Asks that the agents look at the latest days once more, in the caller's transaction: when a model comes into force, a
 * lead may be hot whose visit passed before it had a grade.
 */
export async function requestReconsidering(
  trx: WorkspaceTransaction,
  jobs: Pick<Jobs, "send">,
): Promise<void> {
  const workspace = await currentWorkspace(trx);
  await jobs.send(trx, reconsiderQueue, { workspace }, { singletonKey: workspace });
}
