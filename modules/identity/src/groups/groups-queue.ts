import type { Clock, WorkspaceId } from "@causeway/kernel";
import type { RecordChange } from "@causeway/module-records";
import type { SignalListener } from "@causeway/module-signals";
import {
  currentWorkspace,
  type Database,
  retryConflicts,
  type WorkspaceTransaction,
} from "@causeway/platform-database";
import { defineQueue, type Jobs } from "@causeway/platform-jobs";
import { sql } from "kysely";
import { z } from "zod";
import { refreshGroups } from "./refresh-groups.ts";

/** Computes the company groups anew. */
export const groupsQueue = defineQueue({
  name: "company-groups",
  schema: z.object({ workspace: z.string() }),
  policy: "short",
});

/** Asks for the groups to be computed, in the caller's transaction; many requests are one. */
export async function requestGroups(
  trx: WorkspaceTransaction,
  jobs: Pick<Jobs, "send">,
): Promise<void> {
  const workspace = await currentWorkspace(trx);
  await jobs.send(trx, groupsQueue, { workspace }, { singletonKey: workspace });
}

/** News of a register. */
export function groupSignalListener(jobs: Pick<Jobs, "send">): SignalListener {
  return async (trx, companies) => {
    if (companies.some(({ kind }) => kind === "ownership")) await requestGroups(trx, jobs);
  };
}

/** An account got another name, code or parent, came or went; in workspaces where somebody belongs to somebody. */
export function groupChangeListener(jobs: Pick<Jobs, "send">) {
  return async (trx: WorkspaceTransaction, change: RecordChange): Promise<void> => {
    if (change.object !== "account") return;
    if (await mayConcernGroups(trx, change)) await requestGroups(trx, jobs);
  };
}

/** Registers the handler of `groupsQueue`; before the jobs start. */
export function workGroups({
  database,
  jobs,
  clock,
}: {
  readonly database: Pick<Database, "workspace">;
  readonly jobs: Jobs;
  readonly clock: Clock;
}): void {
  jobs.work(groupsQueue, async ({ data }) => {
    const workspace = await database.workspace(data.workspace as WorkspaceId);
    await retryConflicts(() => workspace.transaction((trx) => refreshGroups(trx, clock())));
  });
}

/** A parent was stated, or what registers know a company by changed. */
async function mayConcernGroups(
  trx: WorkspaceTransaction,
  { ids, fields }: RecordChange,
): Promise<boolean> {
  if (fields.includes("parent")) return true;
  const isNaming = fields.length === 0 || fields.includes("name") || fields.includes("credit_code");
  if (!isNaming) return false;
  const { rows } = await sql<{ concerns: boolean }>`select
    exists (select 1 from company_group_state where (state->>'facts')::integer > 0) or exists (
      select 1 from company_group_members
      where known_until is null and account_id = any(${ids}::uuid[])) as concerns`.execute(trx);
  return rows[0]?.concerns ?? false;
}
