import { AppError, type WorkspaceId } from "@causeway/kernel";
import { rebuiltSince } from "@causeway/module-touchpoints";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { changeRun, type Jobs, readRun } from "@causeway/platform-jobs";
import { z } from "zod";
import type { AgentDefinition } from "./agent.ts";
import { announceAgents } from "./announce-agents.ts";
import { agentRunQueue, agentsCursor } from "./wake-agents.ts";

const inputSchema = z.object({
  object: z.string(),
  id: z.string(),
  eventId: z.string().nullable(),
});

export interface AgentWorkerOptions {
  readonly agents: readonly AgentDefinition[];
  readonly jobs: Pick<Jobs, "work" | "send">;
  readonly workspace: (id: WorkspaceId) => Promise<WorkspaceDatabase>;
}

const rebuildPauseMs = 5_000;

/** Works off the runs that triggers began. A run that a person vetoed meanwhile ends where it stands. */
export function workAgents({ agents, jobs, workspace: workspaceOf }: AgentWorkerOptions): void {
  jobs.work(agentRunQueue, async ({ data }) => {
    const workspaceId = data.workspace as WorkspaceId;
    const workspace = await workspaceOf(workspaceId);
    const run = await workspace.transaction(async (trx) => {
      const found = await readRun(trx, data.runId);
      if (found?.state !== "running" || (await rebuiltSince(trx, agentsCursor)) === null)
        return found;
      // No brief is written from half a history.
      const startAfter = new Date(Date.now() + rebuildPauseMs);
      await jobs.send(trx, agentRunQueue, data, { startAfter });
      return null;
    });
    if (run?.state !== "running") return;
    const agent = agents.find(({ name }) => run.kind === `agent:${name}`);
    if (!agent)
      throw new AppError("unsupported", {
        zh: `这里没有处理“${run.kind}”的智能体`,
        en: `This installation has no agent for runs of kind ${run.kind}`,
      });
    const { object, id, eventId } = inputSchema.parse(run.input);
    try {
      await agent.work({
        runId: run.id,
        workspace,
        workspaceId,
        subject: { object, id },
        eventId: eventId as never,
      });
      await workspace.transaction(async (trx) => {
        await changeRun(trx, run.id, "done");
        await announceAgents(trx);
      });
    } catch (error) {
      const state = await workspace.transaction((trx) => readRun(trx, run.id), { readOnly: true });
      if (state?.state !== "cancelled") throw error;
    }
  });
}
