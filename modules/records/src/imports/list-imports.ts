import type { ImportRun } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { importTables } from "./import-tables.ts";
import { loadImport, presentImport } from "./load-import.ts";

const mostShown = 100;

/** The latest imports, newest first. */
export async function listImports(trx: WorkspaceTransaction): Promise<ImportRun[]> {
  const rows = await importTables(trx)
    .selectFrom("imports")
    .selectAll()
    .orderBy("created_at", "desc")
    .limit(mostShown)
    .execute();
  return rows.map((row) => presentImport(row));
}

/** One import. Throws AppError("not-found"). */
export async function getImport(trx: WorkspaceTransaction, id: string): Promise<ImportRun> {
  return presentImport(await loadImport(trx, id));
}
