import type { Clock } from "@causeway/kernel";
import { notifyPages } from "@causeway/module-records";
import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import { runInThread } from "@causeway/platform-jobs";
import { sql } from "kysely";
import type { FoundDuplicates } from "./find-duplicates.ts";
import { readCompanies } from "./read-companies.ts";
import { saveDuplicates } from "./save-duplicates.ts";

const worker = new URL("./duplicates-worker.ts", import.meta.url);

/**
 * Looks at all companies of a workspace for such as stand twice, in a thread of its own, and proposes those; what is no
 * longer found is no longer proposed.
 */
export async function lookForDuplicates(
  workspace: Pick<WorkspaceDatabase, "transaction">,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<void> {
  const companies = await readCompanies(workspace, signal);
  const found = await runInThread<FoundDuplicates>(worker, companies.work, signal);
  await workspace.transaction(async (trx) => {
    await saveDuplicates(trx, companies, found, clock());
    await announceDuplicates(trx);
  });
}

/** Lets open pages ask anew. */
export function announceDuplicates(trx: WorkspaceTransaction): Promise<void> {
  return notifyPages(trx, { topic: "records", object: "account", ids: [] });
}

/** Notes that a look was asked for, until it has ended. */
export async function noteLook(trx: WorkspaceTransaction, isAsked: boolean): Promise<void> {
  const at = isAsked ? sql`now()` : sql`null`;
  await sql`insert into company_duplicate_looks (single, requested_at) values (true, ${at})
    on conflict (single) do update set requested_at = ${at}`.execute(trx);
  await announceDuplicates(trx);
}
