import { retryConflicts, type WorkspaceDatabase } from "@causeway/platform-database";
import { sql } from "kysely";

/**
 * Has PostgreSQL look at all tables of a workspace. It does so by itself, but a minute late: until then it takes tables that
 * were filled just now for empty ones, and a first look at a report takes half a minute.
 */
export async function gatherStatistics(workspace: WorkspaceDatabase): Promise<void> {
  const { rows } = await workspace.transaction((trx) =>
    sql<{ name: string }>`
      select relname as name from pg_class
      where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p')
        and not relispartition`.execute(trx),
  );
  const tables = sql.join(rows.map(({ name }) => sql.table(name)));
  // An index that is built of one of them meanwhile is a deadlock for one of the two.
  await retryConflicts(() => workspace.alterOutsideTransaction(sql`analyze ${tables}`));
}
