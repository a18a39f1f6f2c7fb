import { describe, requireCondition } from "@causeway/engine-conditions";
import { AppError, type UserId } from "@causeway/kernel";
import {
  type Agent,
  agentRunPageSchema,
  agentRunSchema,
  agentSchema,
  approvalSchema,
  lessonSchema,
  outgoingDecisionSchema,
  vetoSchema,
  withheldRunsSchema,
} from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { defineRoute, type Route } from "@causeway/platform-http";
import type { Jobs, Outbox } from "@causeway/platform-jobs";
import { sql } from "kysely";
import { z } from "zod";
import type { AgentDefinition } from "./agent.ts";
import { disabledAgents, setAgentEnabled } from "./agent-states.ts";
import { announceAgents } from "./announce-agents.ts";
import { approveRun } from "./approve-run.ts";
import { getRun, listRuns } from "./list-runs.ts";
import { resumeRun } from "./resume-run.ts";
import type { AgentTables } from "./tables.ts";
import { teachAgain, vetoRun } from "./veto-run.ts";
import { listWithheldRuns } from "./withheld-runs.ts";

const tags = ["agents"] as const;
const workspaceParam = z.object({ workspace: z.uuid() });
const runParams = workspaceParam.extend({ id: z.uuid() });

export interface AgentRoutesOptions {
  readonly agents: readonly AgentDefinition[];
  readonly outbox: Pick<Outbox, "decide" | "enqueue">;
  readonly jobs: Pick<Jobs, "send">;
}

/** Agents: see and switch them, read their runs, veto one, settle a message whose end is unknown. */
export function agentRoutes({ agents, outbox, jobs }: AgentRoutesOptions): readonly Route[] {
  return [
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/agents",
      summary: "List agents with their triggers",
      tags,
      access: { kind: "workspace", role: "member" },
      params: workspaceParam,
      response: z.object({ agents: z.array(agentSchema) }),
      handle: async ({ workspace }) => ({
        agents: await workspace.transaction((trx) => presentAgents(trx, agents), {
          readOnly: true,
        }),
      }),
    }),
    defineRoute({
      method: "PATCH",
      path: "/api/w/:workspace/agents/:name",
      summary: "Switch an agent on or off",
      tags,
      access: { kind: "workspace", role: "admin" },
      params: workspaceParam.extend({ name: z.string().max(60) }),
      body: z.object({ enabled: z.boolean() }),
      response: agentSchema,
      handle: ({ workspace, params: { name }, body, user }) => {
        const agent = agents.find((known) => known.name === name);
        if (!agent)
          throw new AppError("not-found", { zh: "没有这个智能体", en: "There is no such agent" });
        return workspace.transaction(async (trx) => {
          await setAgentEnabled(trx, agent, body.enabled, user.id);
          await announceAgents(trx);
          const [presented] = await presentAgents(trx, [agent]);
          if (!presented) throw new TypeError("An agent is presented as one");
          return presented;
        });
      },
    }),
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/agent-runs",
      summary: "List runs of agents, latest first",
      tags,
      access: { kind: "workspace", role: "member" },
      params: workspaceParam,
      query: z.object({
        agent: z.string().max(60).optional(),
        state: agentRunSchema.shape.state.optional(),
        object: z.string().max(60).optional(),
        record: z.uuid().optional(),
        before: z.string().max(200).optional(),
        limit: z.coerce.number().int().min(1).max(100).default(30),
      }),
      response: agentRunPageSchema,
      handle: ({ workspace, query: { object, record, ...query } }) =>
        workspace.transaction(
          async (trx) => {
            const subject =
              object !== undefined && record !== undefined ? { object, id: record } : undefined;
            const { runs, nextBefore } = await listRuns(trx, { ...query, subject });
            return { runs: [...runs], nextBefore };
          },
          { readOnly: true },
        ),
    }),
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/withheld-runs",
      summary: "Runs that did not begin because the person did not agree, latest first",
      tags,
      access: { kind: "workspace", role: "member" },
      params: workspaceParam,
      query: z.object({ limit: z.coerce.number().int().min(1).max(100).default(100) }),
      response: withheldRunsSchema,
      handle: ({ workspace, query: { limit } }) =>
        workspace.transaction(
          async (trx) => ({ runs: [...(await listWithheldRuns(trx, limit))] }),
          {
            readOnly: true,
          },
        ),
    }),
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/agent-runs/:id",
      summary: "One run with its steps, claims and messages",
      tags,
      access: { kind: "workspace", role: "member" },
      params: runParams,
      response: agentRunSchema,
      handle: ({ workspace, params: { id } }) =>
        workspace.transaction((trx) => getRun(trx, id), { readOnly: true }),
    }),
    defineRoute({
      method: "POST",
      path: "/api/w/:workspace/agent-runs/:id/veto",
      summary: "Veto a run: stop it, mark its task, hold back what has not left",
      tags,
      access: { kind: "workspace", role: "member" },
      params: runParams,
      body: vetoSchema,
      response: agentRunSchema,
      handle: ({ workspace, params: { id }, body, user }) =>
        workspace.transaction(async (trx) => {
          await vetoRun(trx, id, { userId: user.id as UserId, ...body });
          return getRun(trx, id);
        }),
    }),
    defineRoute({
      method: "PUT",
      path: "/api/w/:workspace/agent-runs/:id/lesson",
      summary: "Say anew what an agent is to learn from a veto",
      tags,
      access: { kind: "workspace", role: "member" },
      params: runParams,
      body: lessonSchema,
      response: agentRunSchema,
      handle: ({ workspace, params: { id }, body }) =>
        workspace.transaction(async (trx) => {
          await teachAgain(trx, id, body.lesson);
          return getRun(trx, id);
        }),
    }),
    defineRoute({
      method: "POST",
      path: "/api/w/:workspace/agent-runs/:id/approve",
      summary:
        "Approve a run: its task is done, and the mail to the customer leaves if one is given",
      tags,
      access: { kind: "workspace", role: "member" },
      params: runParams,
      body: approvalSchema,
      response: agentRunSchema,
      handle: ({ workspace, params: { id }, body, user }) =>
        workspace.transaction(async (trx) => {
          const input = { ...body, userId: user.id as UserId, workspace: workspace.id };
          await approveRun(trx, id, input, outbox);
          return getRun(trx, id);
        }),
    }),
    defineRoute({
      method: "POST",
      path: "/api/w/:workspace/agent-runs/:id/resume",
      summary: "Let a run that failed go on where it stood",
      tags,
      access: { kind: "workspace", role: "member" },
      params: runParams,
      response: agentRunSchema,
      handle: ({ workspace, params: { id } }) =>
        workspace.transaction(async (trx) => {
          await resumeRun(trx, id, jobs);
          return getRun(trx, id);
        }),
    }),
    defineRoute({
      method: "POST",
      path: "/api/w/:workspace/outgoing/:id/decide",
      summary: "Settle a message whose end is unknown",
      tags,
      access: { kind: "workspace", role: "member" },
      params: runParams,
      body: outgoingDecisionSchema,
      response: "empty",
      handle: ({ workspace, params: { id }, body }) =>
        workspace.transaction(async (trx) => {
          await outbox.decide(trx, workspace.id, id, body.decision);
          await announceAgents(trx);
        }),
    }),
  ];
}

async function presentAgents(
  trx: WorkspaceTransaction,
  agents: readonly AgentDefinition[],
): Promise<Agent[]> {
  const disabled = await disabledAgents(trx);
  const activity = await trx
    .$extendTables<AgentTables>()
    .selectFrom("agent_runs")
    .select([
      "agent",
      sql<number>`count(*) filter (where started_at > now() - interval '7 days')`.as("runs7d"),
      sql<Date | null>`max(started_at)`.as("lastRunAt"),
    ])
    .groupBy("agent")
    .execute();
  const activityOf = new Map(activity.map((row) => [row.agent, row]));
  return agents.map((agent) => ({
    name: agent.name,
    label: agent.label,
    description: agent.description,
    enabled: !disabled.has(agent.name),
    trigger: {
      zh: describe(requireCondition(agent.trigger, agent.facts), { locale: "zh" }),
      en: describe(requireCondition(agent.trigger, agent.facts), { locale: "en" }),
    },
    runs7d: Number(activityOf.get(agent.name)?.runs7d ?? 0),
    lastRunAt: activityOf.get(agent.name)?.lastRunAt?.toISOString() ?? null,
  }));
}
