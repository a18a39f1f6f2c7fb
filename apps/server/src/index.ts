export {
  type BackupAttempt,
  type BackupState,
  isBackupOverdue,
  noteBackup,
  readBackupState,
} from "./backup-state.ts";
export { demoNames, foundDemo, readDemoProgress, removeDemo } from "./demo/index.ts";
export { exportPersonById } from "./export-person.ts";
export { allMigrations } from "./migrations.ts";
export { joinModules } from "./product/join-modules.ts";
export type { Product, ProductOptions } from "./product/product.ts";
export { findServer, readServerFile, type ServerFile } from "./server-file.ts";
export { type RunningServer, type ServerOptions, startServer } from "./start-server.ts";
export { applyTombstones, readTombstoneLines } from "./tombstone-lines.ts";
export { type BuiltFiles, ensureBuilt } from "./web-build.ts";
