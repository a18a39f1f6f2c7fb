import {
  sqlState,
  type TransactionOptions,
  type WorkspaceDatabase,
  type WorkspaceTransaction,
} from "@causeway/platform-database";

const undefinedColumn = "42703";

/**
 * One transaction that reads or writes records, done once more where a field was removed between its look at the schema and
 * its look at the table: of the first try nothing has happened, and people notice nothing.
 */
export async function transactThroughChange<T>(
  workspace: WorkspaceDatabase,
  work: (trx: WorkspaceTransaction) => Promise<T>,
  options?: TransactionOptions,
): Promise<T> {
  try {
    return await workspace.transaction(work, options);
  } catch (error) {
    if (sqlState(error) !== undefinedColumn) throw error;
    return workspace.transaction(work, options);
  }
}
