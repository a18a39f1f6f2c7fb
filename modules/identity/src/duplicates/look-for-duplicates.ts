import type { Clock } from "@causeway/kernel";
import { notifyPages } from "@causeway/module-records";
import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import { runInThread } from "@causeway/platform-jobs";
import { sql } from "kysely";
import { nameOfColumns } from "./compared-columns.ts";
import type { DuplicatesWork, FoundDuplicates } from "./find-duplicates.ts";
import { readCompanies } from "./read-companies.ts";
import { saveDuplicates } from "./save-duplicates.ts";

const worker = new URL("./duplicates-worker.ts", import.meta.url);

/**
 * Looks at all companies of a workspace for such as stand twice, in a thread of its own, and proposes those; what is no
 * longer found is no longer proposed. Where something is kept from a role it looks once more without that, so that neither
 * what is proposed to the role nor any weight tells of it.
 */
export async function lookForDuplicates(
  workspace: Pick<WorkspaceDatabase, "transaction">,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<void> {
  // Whatever changes while they are compared is seen by the next look.
  const begun = clock();
  const companies = await readCompanies(workspace, signal);
  const found = new Map<string, FoundDuplicates>();
  for (const sight of companies.sights) {
    const names = new Set(sight.map(({ name }) => name));
    const columns = companies.work.columns.filter(({ name }) => names.has(name));
    const work: DuplicatesWork = { ...companies.work, columns };
    found.set(nameOfColumns(sight), await runInThread<FoundDuplicates>(worker, work, signal));
  }
  await workspace.transaction(async (trx) => {
    await saveDuplicates(trx, companies, found, begun);
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
