import type { UserId, WorkspaceId } from "@causeway/kernel";
import { isMailSetUp } from "@causeway/module-channels";
import { createRecord, getRecord, type StoredRecord } from "@causeway/module-records";
import type { Claim, Label, Locale } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { type Outbox, runStep } from "@causeway/platform-jobs";
import type { AgentWork } from "../agent.ts";
import { announceAgents } from "../announce-agents.ts";
import type { AgentTables } from "../tables.ts";

export interface Owner {
  readonly userId: UserId;
  readonly email: string;
  readonly locale: Locale;
}

/** Where nobody is left to tell, or nobody has come yet: the language of the workspace. */
export interface NoOwner {
  readonly userId?: undefined;
  readonly locale: Locale;
}

/** Who is to act on a record: its owner, else whom the workspace names. Read from our own tables, never from what arrives. */
export type OwnerOf = (workspace: WorkspaceId, ownerId: string | null) => Promise<Owner | NoOwner>;

export interface BriefDependencies {
  readonly outbox: Pick<Outbox, "enqueue">;
  /** Who owns a record, for the task and the mail. */
  readonly ownerOf: OwnerOf;
}

/** What an agent has to say of the record that it woke for. */
export interface Brief {
  readonly agent: string;
  /** Every sentence with its sources. */
  readonly gather: (trx: WorkspaceTransaction, work: AgentWork) => Promise<readonly Claim[]>;
  /** A first sentence to the customer, for the owner to change; it says nothing that was not recorded. */
  readonly draft: (record: StoredRecord) => Label;
}

/** The steps: brief, task, mail. Each happens once. */
export async function workBrief(
  work: AgentWork,
  { agent, gather, draft }: Brief,
  { outbox, ownerOf }: BriefDependencies,
): Promise<void> {
  const { workspace, runId, subject, workspaceId } = work;
  await runStep(workspace, runId, "brief", async (trx) => {
    const claims = await gather(trx, work);
    await changeAgentRun(trx, runId, {
      claims: JSON.stringify(claims),
      draft: JSON.stringify(draft(await getRecord(trx, subject))),
    });
    return claims.length;
  });
  const record = await workspace.transaction((trx) => getRecord(trx, subject), { readOnly: true });
  const owner = await ownerOf(workspaceId, record.ownerId);
  const taskId = await runStep(workspace, runId, "task", async (trx) => {
    const brief = await readBrief(trx, runId);
    const { locale } = owner;
    const task = await createRecord(trx, {
      object: "task",
      values: {
        title: brief.headline[locale],
        body: brief.claims.map(({ text }) => text[locale]).join("\n"),
        due_at: new Date(brief.startedAt.getTime() + 24 * 3_600_000).toISOString(),
        status: "open",
        [subject.object]: subject.id,
        agent_run: runId,
      },
      ownerId: owner.userId ?? record.ownerId,
      actor: { kind: "agent", id: agent },
    });
    await changeAgentRun(trx, runId, { task_id: task.id });
    return task.id;
  });
  if (owner.userId === undefined) return;
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
