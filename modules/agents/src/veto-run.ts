import { AppError, type UserId } from "@causeway/kernel";
import { getRecord, updateRecord } from "@causeway/module-records";
import type { VetoLesson } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { changeRun, type JobsTables, readRun } from "@causeway/platform-jobs";
import { announceAgents } from "./announce-agents.ts";
import type { AgentTables } from "./tables.ts";

/**
 * A person says no: the run goes on no further, its task is marked, messages that have not left are stopped. What has
 * left stays sent, and says so. Throws AppError("not-found"), or AppError("conflict") for a run vetoed before.
 */
export async function vetoRun(
  trx: WorkspaceTransaction,
  runId: string,
  input: { readonly userId: UserId; readonly reason: string; readonly lesson?: VetoLesson },
): Promise<void> {
  const { userId, reason, lesson = "once" } = input;
  const tables = trx.$extendTables<AgentTables & JobsTables>();
  const vetoed = await tables
    .updateTable("agent_runs")
    .set({ vetoed_by: userId, vetoed_at: new Date(), veto_reason: reason, lesson })
    .where("id", "=", runId)
    .where("vetoed_at", "is", null)
    .returning("task_id")
    .executeTakeFirst();
  if (!vetoed) return refuse(trx, runId);
  const run = await readRun(trx, runId);
  if (run?.state === "running" || run?.state === "waiting")
    await changeRun(trx, runId, "cancelled", "vetoed");
  await tables
    .updateTable("outbox")
    .set({ state: "cancelled", changed_at: new Date(), detail: "vetoed" })
    .where("run_id", "=", runId)
    .where("state", "=", "pending")
    .execute();
  if (vetoed.task_id !== null) await markTask(trx, vetoed.task_id, userId);
  await announceAgents(trx);
}

/** What is to be learned from a veto, said anew. Throws AppError("not-found"), or AppError("conflict") without a veto. */
export async function teachAgain(
  trx: WorkspaceTransaction,
  runId: string,
  lesson: VetoLesson,
): Promise<void> {
  const taught = await trx
    .$extendTables<AgentTables>()
    .updateTable("agent_runs")
    .set({ lesson })
    .where("id", "=", runId)
    .where("vetoed_at", "is not", null)
    .executeTakeFirst();
  if (taught.numUpdatedRows > 0n) return announceAgents(trx);
  const known = await readRun(trx, runId);
  if (!known) throw new AppError("not-found", { zh: "没有这次运行", en: "There is no such run" });
  throw new AppError("conflict", { zh: "这次运行没有被否决", en: "This run was not vetoed" });
}

async function markTask(trx: WorkspaceTransaction, id: string, userId: UserId): Promise<void> {
  const task = await getRecord(trx, { object: "task", id });
  if (task.deletedAt !== null) return;
  await updateRecord(trx, {
    object: "task",
    id,
    values: { status: "vetoed" },
    actor: { kind: "user", id: userId },
  });
}

async function refuse(trx: WorkspaceTransaction, runId: string): Promise<never> {
  const known = await readRun(trx, runId);
  if (!known) throw new AppError("not-found", { zh: "没有这次运行", en: "There is no such run" });
  throw new AppError("conflict", { zh: "这次运行已被否决", en: "This run was vetoed before" });
}
