import { createMatcher, requireCondition } from "@causeway/engine-conditions";
import { type Projection, rebuiltSince, type StoredEvent } from "@causeway/module-touchpoints";
import { currentWorkspace, type WorkspaceTransaction } from "@causeway/platform-database";
import { defineQueue, type Jobs, startRun } from "@causeway/platform-jobs";
import { sql } from "kysely";
import { z } from "zod";
import type { AgentDefinition, Occasion } from "./agent.ts";
import { disabledAgents } from "./agent-states.ts";
import { announceAgents } from "./announce-agents.ts";
import { requestReconsidering } from "./request-reconsidering.ts";
import type { AgentTables } from "./tables.ts";
import { withEarlier } from "./with-earlier.ts";
import { consentsToRun } from "./withheld-runs.ts";

export const agentsCursor = "agents";

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
 * projection, and the quiet days after it keep a second reading of the log from repeating it.
 */
export function agentsProjection(options: WakeOptions): Projection {
  const wake = agentWaker(options);
  return {
    name: agentsCursor,
    after: options.after,
    async apply(trx, events) {
      // What the agents go by is half there; the latest days are looked at once more when it is whole.
      if ((await rebuiltSince(trx, agentsCursor)) === null) {
        await wake(trx, await withEarlier(trx, events));
      }
    },
    rebuilt: (trx) => requestReconsidering(trx, options.jobs),
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
      const occasions = await agent.occasions(trx, events);
      const due = occasions.filter(({ facts }) => matches?.(facts) === true);
      if (due.length > 0) await takeTurn(trx, agent);
      for (const occasion of due) {
        if (await mayBegin(trx, agent, occasion)) await begin(trx, agent, occasion, jobs);
      }
    }
  };
}

/** Whoever else reads the log for this agent waits until this transaction has ended, and then sees its runs. */
async function takeTurn(trx: WorkspaceTransaction, { name }: AgentDefinition): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(current_schema() || '.agent:' || ${name}, 0))`.execute(
    trx,
  );
}

/** Not in quiet days; and who refused decisions made by machines is left to people. */
async function mayBegin(
  trx: WorkspaceTransaction,
  agent: AgentDefinition,
  occasion: Occasion,
): Promise<boolean> {
  if (await isQuiet(trx, agent, occasion)) return false;
  return consentsToRun(trx, agent, occasion);
}

/** How long a veto that says "not now" holds. */
const notNowDays = 90;

/** A run a while ago, or what people taught by a veto, lets no other one begin. */
async function isQuiet(
  trx: WorkspaceTransaction,
  { name, quietDays }: AgentDefinition,
  { subject }: Occasion,
): Promise<boolean> {
  const { rows } = await sql`select 1 from agent_runs
    where agent = ${name} and subject_object = ${subject.object} and subject_id = ${subject.id}
      and (started_at > now() - make_interval(days => ${quietDays}) or lesson = 'never'
        or lesson = 'not-now' and vetoed_at > now() - make_interval(days => ${notNowDays})) limit 1`.execute(
    trx,
  );
  return rows.length > 0;
}

async function begin(
  trx: WorkspaceTransaction,
  agent: AgentDefinition,
  occasion: Occasion,
  jobs: Pick<Jobs, "send">,
): Promise<void> {
  const { run, isNew } = await startRun(trx, {
    kind: `agent:${agent.name}`,
    idempotencyKey: `${occasion.subject.id}:${occasion.eventId}`,
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
