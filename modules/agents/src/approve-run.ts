import { AppError, type UserId, type WorkspaceId } from "@causeway/kernel";
import { isMailSetUp } from "@causeway/module-channels";
import { consentOfRecord } from "@causeway/module-identity";
import { getRecord, updateRecord } from "@causeway/module-records";
import type { Approval, ConsentPurpose } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import type { Outbox } from "@causeway/platform-jobs";
import { announceAgents } from "./announce-agents.ts";
import { getRun } from "./list-runs.ts";
import { addressOf } from "./send-to.ts";
import type { AgentTables } from "./tables.ts";

/** A first sentence to somebody who may not know us is marketing, the stricter of the purposes it could have. */
const purpose: ConsentPurpose = "marketing";

export interface ApproveInput extends Approval {
  readonly userId: UserId;
  readonly workspace: WorkspaceId;
}

/**
 * A person says yes to what a run proposes: its task is done, and where they chose so the mail to the customer leaves, as
 * they worded it, once. Throws AppError("not-found"), or AppError("conflict") for a run that waits for nobody, for a customer
 * without an address or consent, and where no mail server is set up.
 */
export async function approveRun(
  trx: WorkspaceTransaction,
  runId: string,
  { userId, workspace, mail }: ApproveInput,
  outbox: Pick<Outbox, "enqueue">,
): Promise<void> {
  // Two who approve at once: the second sees what the first has done.
  await trx
    .$extendTables<AgentTables>()
    .selectFrom("agent_runs")
    .select("id")
    .where("id", "=", runId)
    .forUpdate()
    .executeTakeFirst();
  const run = await getRun(trx, runId);
  if (run.state !== "waiting" || run.taskId === null) {
    throw new AppError("conflict", {
      zh: "这件事已有人决定，或还在准备",
      en: "This was decided already, or is still being prepared",
    });
  }
  if (mail !== undefined) {
    const recipient = await customerAddress(trx, run.subject);
    const { isNew } = await outbox.enqueue(trx, workspace, {
      runId,
      channel: "mail",
      recipient,
      idempotencyKey: `agent-run:${runId}:customer`,
      payload: { subject: mail.subject, text: mail.text, customer: { purpose } },
    });
    if (!isNew) {
      throw new AppError("conflict", {
        zh: "给这位客户的邮件已经发过一次；可以只标记完成",
        en: "The mail to this customer was sent before; you can only mark it done",
      });
    }
    await trx
      .$extendTables<AgentTables>()
      .updateTable("agent_runs")
      .set({ draft: JSON.stringify({ zh: mail.text, en: mail.text }) })
      .where("id", "=", runId)
      .execute();
  }
  await updateRecord(trx, {
    object: "task",
    id: run.taskId,
    values: { status: "done" },
    actor: { kind: "user", id: userId },
  });
  await announceAgents(trx);
}

async function customerAddress(
  trx: WorkspaceTransaction,
  subject: { readonly object: string; readonly id: string },
): Promise<string> {
  const address = addressOf(await getRecord(trx, subject));
  if (address === null) {
    throw new AppError("conflict", {
      zh: "这位客户没有邮箱；补上后再发，或只标记完成",
      en: "This customer has no e-mail address: add it and send again, or only mark it done",
    });
  }
  if (!(await isMailSetUp(trx))) {
    throw new AppError("conflict", {
      zh: "还没有设置邮件服务器（设置 → 邮件）；可以只标记完成",
      en: "No mail server is set up (Settings → Mail); you can only mark it done",
    });
  }
  const verdict = await consentOfRecord(trx, subject, purpose);
  if (!verdict.allowed) {
    throw new AppError("conflict", {
      zh: "这位客户没有同意营销用途，邮件没有发出；可以改用其他方式联系，再标记完成",
      en: "This customer did not agree to marketing, so nothing was sent; reach them otherwise, then mark it done",
    });
  }
  return address;
}
