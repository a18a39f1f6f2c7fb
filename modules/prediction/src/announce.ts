import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";

/** Tells open pages, when the transaction commits, that scores or models changed. */
export async function announceScores(trx: WorkspaceTransaction): Promise<void> {
  await sql`select pg_notify('causeway_live', json_build_object(
    'workspace', current_setting('app.workspace'), 'topic', 'scores')::text)`.execute(trx);
}
