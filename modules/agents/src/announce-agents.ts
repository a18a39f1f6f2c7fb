import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";

/** Tells open pages, when the transaction commits, that runs of agents changed. */
export async function announceAgents(trx: WorkspaceTransaction): Promise<void> {
  await sql`select pg_notify('causeway_live',
    json_build_object('workspace', current_setting('app.workspace'), 'topic', 'agents')::text)`.execute(
    trx,
  );
}
