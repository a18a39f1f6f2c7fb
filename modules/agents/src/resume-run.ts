import { AppError } from "@causeway/kernel";
import { currentWorkspace, type WorkspaceTransaction } from "@causeway/platform-database";
import { changeRun, type Jobs, type JobsTables } from "@causeway/platform-jobs";
import { announceAgents } from "./announce-agents.ts";
import type { AgentTables } from "./tables.ts";
import { agentRunQueue } from "./wake-agents.ts";

/**
 * A person lets a run go on that had failed; steps that were done stay done. Throws AppError("not-found"), or
 * AppError("conflict") for a run that has not failed or was vetoed.
 */
export async function resumeRun(
  trx: WorkspaceTransaction,
  id: string,
  jobs: Pick<Jobs, "send">,
): Promise<void> {
  const run = await trx
    .$extendTables<AgentTables & JobsTables>()
    .selectFrom("runs")
    .innerJoin("agent_runs", "agent_runs.id", "runs.id")
    .select(["runs.state", "agent_runs.vetoed_at"])
    .where("runs.id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!run) throw new AppError("not-found", { zh: "没有这次运行", en: "There is no such run" });
  if (run.state !== "failed" || run.vetoed_at !== null) {
    throw new AppError("conflict", { zh: "这次运行没有失败", en: "This run has not failed" });
  }
  await changeRun(trx, id, "running");
  await jobs.send(trx, agentRunQueue, { workspace: await currentWorkspace(trx), runId: id });
  await announceAgents(trx);
}
