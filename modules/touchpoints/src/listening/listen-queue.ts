import type { SourceId, WorkspaceId } from "@causeway/kernel";
import type { Database } from "@causeway/platform-database";
import { defineQueue, type Jobs } from "@causeway/platform-jobs";
import { z } from "zod";
import { connectorKinds } from "../connectors/registry.ts";
import type { AskForFetching } from "../fetching/fetch-queue.ts";
import type { TouchpointTables } from "../tables.ts";
import { closeAllWindows, type ListenDependencies, listenSource } from "./listen-source.ts";

const listenQueue = defineQueue({
  name: "listen-source",
  schema: z.object({ workspace: z.string(), source: z.string() }),
  // One listener a source, whichever process it is in; when it dies, the next minute brings another.
  policy: "exclusive",
  retryLimit: 0,
  expireInSeconds: 23 * 3600,
});

const listenAllQueue = defineQueue({
  name: "listen-sources",
  schema: z.object({}),
  policy: "short",
  retryLimit: 0,
});

export const listenQueues = [listenQueue, listenAllQueue] as const;

/** Has a source listened for soon, also beside the minutes at which all are looked at. */
export function askForListeningBy(jobs: Pick<Jobs, "send">): AskForFetching {
  return (trx, workspace, source) =>
    jobs.send(trx, listenQueue, { workspace, source }, { singletonKey: source });
}

/** Sources that one process listens for. */
const atOnce = 8;

/** Declares who listens: every minute each source that nobody listens for gets a job, and windows that are over are closed. */
export function workListening(
  jobs: Jobs,
  database: Pick<Database, "workspace" | "workspaces">,
  dependencies: ListenDependencies,
): void {
  const ask = askForListeningBy(jobs);
  jobs.work(
    listenQueue,
    async ({ data, signal }) => {
      const workspace = await database.workspace(data.workspace as WorkspaceId);
      await listenSource(workspace, data.source as SourceId, signal, dependencies);
    },
    { concurrency: atOnce },
  );
  jobs.work(listenAllQueue, async () => {
    for (const { id } of await database.workspaces()) {
      await visit(id);
    }
  });
  jobs.schedule(listenAllQueue, "* * * * *", {});

  async function visit(id: WorkspaceId): Promise<void> {
    const workspace = await database.workspace(id);
    const listening = connectorKinds.filter((kind) => kind.listen).map(({ name }) => name);
    const sources = await workspace.transaction(async (trx) => {
      const rows = await trx
        .$extendTables<TouchpointTables>()
        .selectFrom("sources")
        .select(["id", "enabled", "connects"])
        .where("deleted_at", "is", null)
        .where("connector", "in", listening)
        .execute();
      for (const { id: source } of rows.filter(({ enabled, connects }) => enabled && connects)) {
        await ask(trx, id, source as SourceId);
      }
      return rows;
    });
    for (const { id: source } of sources) {
      await closeAllWindows(workspace, source as SourceId, dependencies);
    }
  }
}
