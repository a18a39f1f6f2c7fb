import type { UserId, WorkspaceId } from "@causeway/kernel";
import { isMailSetUp } from "@causeway/module-channels";
import { createRecord, getRecord } from "@causeway/module-records";
import type { Claim, Label, Locale } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { type Outbox, runStep } from "@causeway/platform-jobs";
import type { AgentWork } from "../agent.ts";
import { announceAgents } from "../announce-agents.ts";
import type { AgentTables } from "../tables.ts";
import { gatherClaims } from "./gather-claims.ts";

export interface Owner {
  readonly userId: UserId;
  readonly email: string;
  readonly locale: Locale;
}

/** Who is to act on a record: its owner, else whom the workspace names. Read from our own tables, never from what arrives. */
export type OwnerOf = (
  workspace: WorkspaceId,
  ownerId: string | null,
) => Promise<Owner | undefined>;

interface FollowUpDependencies {
  readonly outbox: Pick<Outbox, "enqueue">;
  readonly ownerOf: OwnerOf;
}

/** The steps: brief, task, mail. Each happens once. */
export async function workFollowUp(
  work: AgentWork,
  { outbox, ownerOf }: FollowUpDependencies,
): Promise<void> {
  const { workspace, runId, subject, workspaceId } = work;
  await runStep(workspace, runId, "brief", async (trx) => {
    const claims = await gatherClaims(trx, subject.id);
    await changeAgentRun(trx, runId, {
      claims: JSON.stringify(claims),
      draft: JSON.stringify(await draftFor(trx, subject.id)),
    });
    return claims.length;
  });
  const lead = await workspace.transaction((trx) => getRecord(trx, subject), { readOnly: true });
  const owner = await ownerOf(workspaceId, lead.ownerId);
  const taskId = await runStep(workspace, runId, "task", async (trx) => {
    const brief = await readBrief(trx, runId);
    const locale = owner?.locale ?? "zh";
    const task = await createRecord(trx, {
      object: "task",
      values: {
        title: brief.headline[locale],
        body: brief.claims.map(({ text }) => text[locale]).join("\n"),
        due_at: new Date(brief.startedAt.getTime() + 24 * 3_600_000).toISOString(),
        status: "open",
        lead: subject.id,
        agent_run: runId,
      },
      ownerId: owner?.userId ?? lead.ownerId,
      actor: { kind: "agent", id: "follow-up" },
    });
    await changeAgentRun(trx, runId, { task_id: task.id });
    return task.id;
  });
  if (!owner) return;
  await runStep(workspace, runId, "mail", async (trx) => {
    if (!(await isMailSetUp(trx))) return null;
    const brief = await readBrief(trx, runId);
    const { id } = await outbox.enqueue(trx, workspaceId, {
      runId,
      channel: "mail",
      recipient: owner.email,
      idempotencyKey: `agent-run:${runId}:mail`,
      payload: {
        subject: brief.headline[owner.locale],
        text: [...brief.claims.map(({ text }) => text[owner.locale]), ""].join("\n"),
        task: taskId,
      },
    });
    return id;
  });
}

async function changeAgentRun(
  trx: WorkspaceTransaction,
  runId: string,
  change: { readonly claims?: string; readonly draft?: string; readonly task_id?: string },
): Promise<void> {
  await trx
    .$extendTables<AgentTables>()
    .updateTable("agent_runs")
    .set(change)
    .where("id", "=", runId)
    .execute();
  await announceAgents(trx);
}

async function readBrief(
  trx: WorkspaceTransaction,
  runId: string,
): Promise<{
  readonly headline: Label;
  readonly claims: readonly Claim[];
  readonly startedAt: Date;
}> {
  return trx
    .$extendTables<AgentTables>()
    .selectFrom("agent_runs")
    .select(["headline", "claims", "started_at as startedAt"])
    .where("id", "=", runId)
    .executeTakeFirstOrThrow();
}

/** A first sentence to the customer, for the owner to change; it says nothing that was not recorded. */
async function draftFor(trx: WorkspaceTransaction, leadId: string): Promise<Label> {
  const lead = await getRecord(trx, { object: "lead", id: leadId });
  return {
    zh: `${lead.title}您好，报价上有任何问题，我今天就可以为您说明，什么时候方便通话？`,
    en: `Hello ${lead.title}, I can go through the quotation with you today. When may I call?`,
  };
}
