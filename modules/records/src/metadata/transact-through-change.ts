import {
  sqlState,
  type TransactionOptions,
  type WorkspaceDatabase,
  type WorkspaceTransaction,
} from "@causeway/platform-database";
import { readUnderLatest, StaleSchema } from "./read-schema.ts";

const undefinedColumn = "42703";

/**
 * One transaction that reads or writes records, done once more where the schema has changed since it was last seen, or a
 * field was removed between a look at the schema and one at the table: of the first try nothing has happened, and people
 * notice nothing.
 */
export async function transactThroughChange<T>(
  workspace: WorkspaceDatabase,
  work: (trx: WorkspaceTransaction) => Promise<T>,
  options?: TransactionOptions,
): Promise<T> {
  const first: typeof work = options?.readOnly
    ? (trx) => readUnderLatest(workspace.id, trx, work)
    : work;
  try {
    return await workspace.transaction(first, options);
  } catch (error) {
    if (!(error instanceof StaleSchema) && sqlState(error) !== undefinedColumn) throw error;
    return workspace.transaction(work, options);
  }
}
