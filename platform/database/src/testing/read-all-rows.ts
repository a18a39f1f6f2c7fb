import { type BackupPlace, withPlace } from "../backup/backup-database.ts";
import { withClient } from "../connection.ts";

/** Every row of a database, of every schema but PostgreSQL's own, as text; bytes stand as they are. */
export function readAllRows(
  place: BackupPlace,
  onRow: (table: string, row: string) => void,
): Promise<void> {
  return withPlace(place, "command", (admin) =>
    withClient(admin, async (client) => {
      await client.query("set bytea_output to escape");
      const tables = await client.query<{ name: string }>(
        `select format('%I.%I', n.nspname, c.relname) as name from pg_class c
         join pg_namespace n on n.oid = c.relnamespace
         where c.relkind = 'r' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`,
      );
      for (const { name } of tables.rows) {
        const rows = await client.query<{ line: string }>(`select t::text as line from ${name} t`);
        for (const { line } of rows.rows) onRow(name, line);
      }
      // What PostgreSQL remembers of columns: the commonest values, and some at equal distances.
      const statistics = await client.query<{ name: string; line: string }>(
        `select format('statistics of %I.%I', schemaname, tablename) as name, s::text as line
         from pg_stats s where schemaname !~ '^pg_' and schemaname <> 'information_schema'`,
      );
      for (const { name, line } of statistics.rows) onRow(name, line);
    }),
  );
}
