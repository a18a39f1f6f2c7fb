import { totalmem } from "node:os";
import { hasLibrary, type ServerBinaries } from "./server-binaries.ts";

/** MB; beyond it PostgreSQL's own cache gains little over the system's. Windows and 32 bits may not have so much in one piece. */
const mostShared = process.platform === "win32" || /^(arm|ia32)$/.test(process.arch) ? 1024 : 8192;

/** What the embedded PostgreSQL is started with, whatever its data folder; measurements on it start theirs with the same. */
export function serverSettings(binaries: ServerBinaries): Readonly<Record<string, string>> {
  return {
    cluster_name: "causeway",
    max_connections: "60",
    // One lock for each table: a migration of many workspaces touches thousands in one transaction.
    max_locks_per_transaction: "512",
    ...memorySettings(binaries),
    // As the login role has it on every server, also for what the administrator does.
    random_page_cost: "1.1",
    // What a statement failed with stands in the program's own log; PostgreSQL's would quote values, and keep them for ever.
    log_min_messages: "log",
    log_error_verbosity: "terse",
    ...(process.platform === "linux" ? { recovery_init_sync_method: "syncfs" } : {}),
  };
}

/**
 * An eighth of the memory for PostgreSQL's own cache, so that the rest of the machine goes on living. What lay in it is
 * noted, and read again after a restart, so that the first morning after one is as fast as the others.
 */
function memorySettings(binaries: ServerBinaries): Readonly<Record<string, string>> {
  const limit = process.constrainedMemory();
  const megabytes = Math.min(totalmem(), limit > 0 ? limit : Number.POSITIVE_INFINITY) / 2 ** 20;
  const shared = Math.round(Math.min(mostShared, Math.max(128, megabytes / 8)));
  return {
    shared_buffers: `${shared}MB`,
    effective_cache_size: `${Math.round(megabytes / 2)}MB`,
    work_mem: "16MB",
    maintenance_work_mem: `${Math.min(256, Math.max(64, Math.round(shared / 4)))}MB`,
    ...(hasLibrary(binaries, "pg_prewarm") ? { shared_preload_libraries: "pg_prewarm" } : {}),
  };
}
