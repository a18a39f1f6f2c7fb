import type {
  Database,
  WorkspaceDatabase,
  WorkspaceTransaction,
} from "@causeway/platform-database";
import { abandonedJobs, changeRun, type JobsTables } from "@causeway/platform-jobs";
import { announceAgents } from "./announce-agents.ts";
import type { AgentTables } from "./tables.ts";
import { agentRunQueue } from "./wake-agents.ts";

const atOnce = 1_000;

/**
 * Ends as failed, with the last error as the reason, the runs that nobody works on any more because their job has used
 * up its tries. Returns how many.
 */
export async function endLostRuns(
  database: Pick<Database, "libraryPool">,
  workspace: WorkspaceDatabase,
): Promise<number> {
  const running = await workspace.transaction(
    (trx) =>
      trx
        .$extendTables<AgentTables & JobsTables>()
        .selectFrom("runs")
        .innerJoin("agent_runs", "agent_runs.id", "runs.id")
        .select("runs.id")
        .where("runs.state", "=", "running")
        .orderBy("runs.started_at")
        .limit(atOnce)
        .execute(),
    { readOnly: true },
  );
  const values = running.map(({ id }) => id);
  const lost = await abandonedJobs(database, agentRunQueue, { field: "runId", values });
  let ended = 0;
  for (const [id, error] of lost) {
    if (await workspace.transaction((trx) => end(trx, id, error ?? "Its job is gone"))) ended++;
  }
  return ended;
}

async function end(trx: WorkspaceTransaction, id: string, reason: string): Promise<boolean> {
  const run = await trx
    .$extendTables<JobsTables>()
    .selectFrom("runs")
    .select("state")
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  // Its last try may have succeeded, or a person have vetoed it, since it was read.
  if (run?.state !== "running") return false;
  await changeRun(trx, id, "failed", reason);
  await announceAgents(trx);
  return true;
}
