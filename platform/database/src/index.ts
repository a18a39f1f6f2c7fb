export {
  type BackupOptions,
  backupDatabase,
  type KeyAfterRestore,
  type KeyInBackup,
  type RestoreOptions,
  restoreDatabase,
} from "./backup/backup-database.ts";
export type { CopiedRows } from "./copy-rows.ts";
export { currentWorkspace } from "./current-workspace.ts";
export { isDatabaseAway } from "./is-database-away.ts";
export { withLibraryRole } from "./library-role.ts";
export type { Migration, ModuleMigrations } from "./migration.ts";
export { type Database, type DatabaseConfig, openDatabase } from "./open-database.ts";
export { retryConflicts, sqlState } from "./retry-conflicts.ts";
export type { Library } from "./roles.ts";
export type { PreparedRun, PreparedStatement } from "./run-prepared.ts";
export { createSecretBox, type SecretBox } from "./secret-box.ts";
export {
  type SharedScope,
  type SharedTables,
  type SharedTransaction,
  sharedTables,
} from "./shared-tables.ts";
export type {
  TransactionOptions,
  Workspace,
  WorkspaceDatabase,
  WorkspaceTransaction,
} from "./workspace.ts";
export { isReadOnly } from "./workspace.ts";
export { isolateByWorkspace } from "./workspace-isolation.ts";
