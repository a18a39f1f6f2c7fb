import { setTimeout as pause } from "node:timers/promises";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { sql } from "kysely";

/** Watches for how long somebody shuts everybody else out of a table; `stop` gives the longest time seen, in ms. */
export async function watchLocks(
  workspace: WorkspaceDatabase,
  table: string,
): Promise<{ stop(): Promise<number> }> {
  const found = await workspace.transaction((trx) =>
    sql<{ oid: number }>`select ${table}::regclass::oid::int as oid`.execute(trx),
  );
  const oid = found.rows[0]?.oid ?? 0;
  let isOver = false;
  let longestMs = 0;
  const watching = (async () => {
    let since: number | undefined;
    while (!isOver) {
      const { rows } = await workspace.transaction((trx) =>
        sql`select 1 from pg_locks where relation = ${oid} and granted
          and mode = 'AccessExclusiveLock'`.execute(trx),
      );
      const now = performance.now();
      if (rows.length === 0) since = undefined;
      else {
        since ??= now;
        longestMs = Math.max(longestMs, now - since);
      }
      await pause(1);
    }
  })();
  return {
    async stop() {
      isOver = true;
      await watching;
      return longestMs;
    },
  };
}
