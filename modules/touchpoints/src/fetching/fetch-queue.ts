import type { SourceId, WorkspaceId } from "@causeway/kernel";
import type {
  Database,
  WorkspaceDatabase,
  WorkspaceTransaction,
} from "@causeway/platform-database";
import { defineQueue, type Jobs } from "@causeway/platform-jobs";
import { z } from "zod";
import { connectorKinds } from "../connectors/registry.ts";
import type { TouchpointTables } from "../tables.ts";
import { type FetchDependencies, fetchSource } from "./fetch-source.ts";

const fetchQueue = defineQueue({
  name: "fetch-source",
  schema: z.object({ workspace: z.string(), source: z.string() }),
  policy: "exclusive",
  // The next minute comes anyway, and what went wrong is on the source's page.
  retryLimit: 0,
  expireInSeconds: 600,
});

const fetchAllQueue = defineQueue({
  name: "fetch-sources",
  schema: z.object({}),
  policy: "short",
  retryLimit: 0,
});

export const fetchQueues = [fetchQueue, fetchAllQueue] as const;

/** Has a source fetched soon, also beside the minutes at which all are. */
export type AskForFetching = (
  trx: WorkspaceTransaction,
  workspace: WorkspaceId,
  source: SourceId,
) => Promise<void>;

export function askForFetchingBy(jobs: Pick<Jobs, "send">): AskForFetching {
  return (trx, workspace, source) =>
    jobs.send(trx, fetchQueue, { workspace, source }, { singletonKey: source });
}

const atOnce = 4;

/** Declares who fetches sources: all that connect and are not paused, every minute, each by a job of its own. */
export function workFetching(
  jobs: Jobs,
  database: Pick<Database, "workspace" | "workspaces">,
  dependencies: FetchDependencies,
): void {
  const ask = askForFetchingBy(jobs);
  jobs.work(
    fetchQueue,
    async ({ data, signal }) => {
      const workspace = await database.workspace(data.workspace as WorkspaceId);
      await fetchSource(workspace, data.source as SourceId, signal, dependencies);
    },
    { concurrency: atOnce },
  );
  jobs.work(fetchAllQueue, async () => {
    for (const { id } of await database.workspaces()) {
      await askForAll(await database.workspace(id), ask);
    }
  });
  jobs.schedule(fetchAllQueue, "* * * * *", {});
}

async function askForAll(workspace: WorkspaceDatabase, ask: AskForFetching): Promise<void> {
  const fetched = connectorKinds.filter((kind) => kind.fetch).map(({ name }) => name);
  await workspace.transaction(async (trx) => {
    const sources = await trx
      .$extendTables<TouchpointTables>()
      .selectFrom("sources")
      .select("id")
      .where("enabled", "=", true)
      .where("connects", "=", true)
      .where("deleted_at", "is", null)
      .where("connector", "in", fetched)
      .execute();
    for (const { id } of sources) await ask(trx, workspace.id, id as SourceId);
  });
}
