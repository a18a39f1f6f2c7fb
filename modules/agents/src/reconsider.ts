import type { Clock, EventId, WorkspaceId } from "@causeway/kernel";
import { readEventsSince, rebuiltSince } from "@causeway/module-touchpoints";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import type { Jobs } from "@causeway/platform-jobs";
import { reconsiderQueue } from "./request-reconsidering.ts";
import { agentsCursor, agentWaker, type WakeOptions } from "./wake-agents.ts";

/** As far back as any agent calls an event news. */
const latestDays = 7;
const readAtOnce = 500;

export interface ReconsiderOptions extends Pick<WakeOptions, "agents" | "jobs"> {
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Begins what is due among the touchpoints of the latest days. What has been acted on is not acted on again: its run has
 * its key. While the history is rebuilt nothing is begun: who ends the rebuild asks once more.
 */
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
      if ((await rebuiltSince(trx, agentsCursor)) !== null) return null;
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
