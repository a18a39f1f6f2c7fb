import { createMatcher, requireCondition } from "@causeway/engine-conditions";
import type { Projection, StoredEvent } from "@causeway/module-touchpoints";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { defineQueue, type Jobs, startRun } from "@causeway/platform-jobs";
import { z } from "zod";
import type { AgentDefinition, Occasion } from "./agent.ts";
import { disabledAgents } from "./agent-states.ts";
import { announceAgents, currentWorkspace } from "./announce-agents.ts";
import type { AgentTables } from "./tables.ts";

export const agentRunQueue = defineQueue({
  name: "agent-runs",
  schema: z.object({ workspace: z.string(), runId: z.string() }),
  // A start of the server counts as an attempt and is not the run's fault.
  retryLimit: 30,
});

export interface WakeOptions {
  readonly agents: readonly AgentDefinition[];
  readonly jobs: Pick<Jobs, "send">;
  /** Projections whose tables the agents read. */
  readonly after: readonly string[];
}

/**
 * Watches the event log for the agents: where a trigger holds, the run, what it is about and the job that works it off
 * begin in the transaction that moves the cursor. Nothing is reset with it: a run that has begun is a deed, not a
 * projection, and the key of its occasion keeps a second reading of the log from repeating it.
 */
export function agentsProjection(options: WakeOptions): Projection {
  return {
    name: "agents",
    after: options.after,
    apply: agentWaker(options),
    reset: async () => undefined,
  };
}

/** Begins a run for each occasion among events on which an agent's trigger holds, unless its run has begun before. */
export function agentWaker({ agents, jobs }: Pick<WakeOptions, "agents" | "jobs">) {
  const matchers = new Map(
    agents.map((agent) => [
      agent.name,
      createMatcher(requireCondition(agent.trigger, agent.facts), { now: new Date(0) }),
    ]),
  );
  return async (trx: WorkspaceTransaction, events: readonly StoredEvent[]): Promise<void> => {
    const disabled = await disabledAgents(trx);
    for (const agent of agents) {
      if (disabled.has(agent.name)) continue;
      const matches = matchers.get(agent.name);
      for (const occasion of await agent.occasions(trx, events)) {
        if (matches?.(occasion.facts) === true) await begin(trx, agent, occasion, jobs);
      }
    }
  };
}

async function begin(
  trx: WorkspaceTransaction,
  agent: AgentDefinition,
  occasion: Occasion,
  jobs: Pick<Jobs, "send">,
): Promise<void> {
  const { run, isNew } = await startRun(trx, {
    kind: `agent:${agent.name}`,
    idempotencyKey: occasion.key,
    input: {
      object: occasion.subject.object,
      id: occasion.subject.id,
      eventId: String(occasion.eventId),
    },
  });
  if (!isNew) return;
  await trx
    .$extendTables<AgentTables>()
    .insertInto("agent_runs")
    .values({
      id: run.id,
      agent: agent.name,
      subject_object: occasion.subject.object,
      subject_id: occasion.subject.id,
      event_id: String(occasion.eventId),
      headline: JSON.stringify(occasion.headline),
      claims: "[]",
    })
    .execute();
  await jobs.send(trx, agentRunQueue, { workspace: await currentWorkspace(trx), runId: run.id });
  await announceAgents(trx);
}
