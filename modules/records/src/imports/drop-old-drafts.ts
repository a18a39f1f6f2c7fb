import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import { draftsEndedBefore } from "./draft-end.ts";
import { dropDraft } from "./drop-draft.ts";
import { importTables } from "./import-tables.ts";

/** A start that began in time ends within this. */
const graceMs = 3_600_000;
const atOnce = 5;

/**
 * Removes uploaded files with all their rows that nobody has imported within their time, those first that came first; also
 * files whose upload was cut off, and cancelled drafts whose removal was.
 */
export async function dropOldDrafts(workspace: WorkspaceDatabase, now: Date): Promise<void> {
  for (const id of await workspace.transaction((trx) => oldDrafts(trx, now), { readOnly: true })) {
    await dropDraft(workspace, id);
  }
}

async function oldDrafts(trx: WorkspaceTransaction, now: Date): Promise<readonly string[]> {
  const rows = await importTables(trx)
    .selectFrom("imports")
    .select("id")
    .where("state", "in", ["draft", "cancelled"])
    .where("map", "is", null)
    .where("created_at", "<", draftsEndedBefore(new Date(now.getTime() - graceMs)))
    .orderBy("created_at")
    .limit(atOnce)
    .execute();
  return rows.map(({ id }) => id);
}
