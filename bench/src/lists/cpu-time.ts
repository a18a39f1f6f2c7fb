import { readFileSync } from "node:fs";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { sql } from "kysely";

/**
 * Milliseconds of processor time that this process and PostgreSQL's connections have taken so far; unlike a clock it
 * does not count what other programs on the machine do. Null where the system does not tell (other than Linux).
 */
export async function cpuTime(workspace: WorkspaceDatabase): Promise<number | null> {
  const { rows } = await workspace.transaction((trx) =>
    sql<{
      pid: number;
    }>`select pid from pg_stat_activity where backend_type = 'client backend'`.execute(trx),
  );
  const { user, system } = process.cpuUsage();
  let total = (user + system) / 1000;
  for (const { pid } of rows) {
    try {
      const [nanoseconds] = readFileSync(`/proc/${pid}/schedstat`, "utf8").split(" ");
      total += Number(nanoseconds) / 1e6;
    } catch {
      return null;
    }
  }
  return total;
}
