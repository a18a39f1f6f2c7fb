import type { WorkspaceId } from "@causeway/kernel";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";

/** The workspace this transaction is in. */
export async function currentWorkspace(trx: WorkspaceTransaction): Promise<WorkspaceId> {
  const { rows } = await sql<{
    id: WorkspaceId;
  }>`select current_setting('app.workspace') as id`.execute(trx);
  const [row] = rows;
  if (!row) throw new TypeError("This transaction is in no workspace");
  return row.id;
}

/** Tells open pages, when the transaction commits, that runs of agents changed. */
export async function announceAgents(trx: WorkspaceTransaction): Promise<void> {
  await sql`select pg_notify('causeway_live',
    json_build_object('workspace', current_setting('app.workspace'), 'topic', 'agents')::text)`.execute(
    trx,
  );
}
