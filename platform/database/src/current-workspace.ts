import type { WorkspaceId } from "@causeway/kernel";
import { sql } from "kysely";
import type { WorkspaceTransaction } from "./workspace.ts";

/** The workspace this transaction is in. */
export async function currentWorkspace(trx: WorkspaceTransaction): Promise<WorkspaceId> {
  const { rows } = await sql<{
    id: WorkspaceId;
  }>`select current_setting('app.workspace') as id`.execute(trx);
  const [row] = rows;
  if (!row) throw new TypeError("This transaction is in no workspace");
  return row.id;
}
