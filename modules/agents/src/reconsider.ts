import type { Clock, EventId, WorkspaceId } from "@causeway/kernel";
import { readEventsSince } from "@causeway/module-touchpoints";
import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import { defineQueue, type Jobs } from "@causeway/platform-jobs";
import { z } from "zod";
import { currentWorkspace } from "./announce-agents.ts";
import { agentWaker, type WakeOptions } from "./wake-agents.ts";

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

/** As far back as any agent calls an event news. */
const latestDays = 7;
const readAtOnce = 500;

export interface ReconsiderOptions extends Pick<WakeOptions, "agents" | "jobs"> {
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Begins what is due among the touchpoints of the latest days. What has been acted on is not acted on again: its run has its key. */
export async function reconsider(
  workspace: WorkspaceDatabase,
  options: ReconsiderOptions,
): Promise<void> {
  const wake = agentWaker(options);
  const since = new Date(options.clock().getTime() - latestDays * 86_400_000);
  let after: EventId | null = null;
  do {
    const seen: EventId | null = after;
    after = await workspace.transaction(async (trx) => {
      const events = await readEventsSince(trx, { since, after: seen, limit: readAtOnce });
      await wake(trx, events);
      return events.at(-1)?.id ?? null;
    });
  } while (after !== null && !options.signal.aborted);
}

export interface ReconsideringOptions extends Pick<WakeOptions, "agents"> {
  readonly jobs: Jobs;
  readonly workspace: (id: WorkspaceId) => Promise<WorkspaceDatabase>;
  readonly clock: Clock;
}

/** Registers the handler of `reconsiderQueue`; before the jobs start. */
export function workReconsidering({ workspace, ...options }: ReconsideringOptions): void {
  options.jobs.work(reconsiderQueue, async ({ data, signal }) =>
    reconsider(await workspace(data.workspace as WorkspaceId), { ...options, signal }),
  );
}
