import type { ImportRun } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { readSchema } from "../metadata/read-schema.ts";
import { type FileReader, mayReadFile } from "./file-reader.ts";
import { importTables } from "./import-tables.ts";
import { isEnded, loadImport, presentImport, type StoredImport } from "./load-import.ts";

const mostShown = 100;

/** The latest imports, newest first. */
export async function listImports(
  trx: WorkspaceTransaction,
  reader?: FileReader,
): Promise<ImportRun[]> {
  const rows = await importTables(trx)
    .selectFrom("imports")
    .selectAll()
    .orderBy("created_at", "desc")
    .limit(mostShown)
    .execute();
  return asRead(trx, rows, reader);
}

/** One import. Throws AppError("not-found"). */
export async function getImport(
  trx: WorkspaceTransaction,
  id: string,
  reader?: FileReader,
): Promise<ImportRun> {
  const stored = await loadImport(trx, id);
  const [run] = await asRead(trx, [stored], reader);
  return run ?? presentImport(stored);
}

/** What went wrong may quote the file, and why fields stayed name what others have set up: for those who may read the file. */
async function asRead(
  trx: WorkspaceTransaction,
  rows: readonly StoredImport[],
  reader: FileReader,
): Promise<ImportRun[]> {
  const schema = await readSchema(trx);
  return rows
    .filter((row) => !isEnded(row))
    .map((row) => {
      const run = presentImport(row);
      return mayReadFile(schema, row, reader) ? run : { ...run, errors: [], madeFields: [] };
    });
}
