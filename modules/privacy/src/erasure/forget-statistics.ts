import { retryConflicts } from "@causeway/platform-database";
import { sql } from "kysely";
import type { ErasureWork } from "./erasure-work.ts";
import type { Tables } from "./personal-tables.ts";

interface Remembered {
  readonly name: string;
  readonly type: string;
}

/**
 * Has PostgreSQL look anew at all tables that an erasure went through: its statistics hold samples of what stood in their
 * columns, and by itself it looks again only when a tenth of a table has changed.
 */
export async function forgetStatistics(
  { workspace, signal }: Pick<ErasureWork, "workspace" | "signal">,
  tables: Tables,
): Promise<void> {
  for (const [name] of tables) {
    signal.throwIfAborted();
    const table = sql.table(name);
    const columns = await workspace.transaction(
      async (trx) => {
        const { rows } = await sql`select 1 from ${table} limit 1`.execute(trx);
        if (rows.length > 0) return null;
        // Of an empty table PostgreSQL keeps what it knew; a column that is given its type once more begins anew.
        const known = await sql<Remembered>`
          select a.attname as name, format_type(a.atttypid, a.atttypmod) as type
          from pg_attribute a join pg_stats s on s.attname = a.attname
          where a.attrelid = ${name}::regclass and a.attnum > 0 and not a.attisdropped
            and s.schemaname = current_schema() and s.tablename = ${name}
            and a.atttypid = any('{text,text[],jsonb,bytea}'::regtype[]::oid[])`.execute(trx);
        return known.rows;
      },
      { readOnly: true },
    );
    await retryConflicts(async () => {
      if (columns === null) await workspace.alterOutsideTransaction(sql`analyze ${table}`);
      else if (columns.length > 0) {
        const anew = columns.map(
          (column) => sql`alter column ${sql.id(column.name)} type ${sql.raw(column.type)}`,
        );
        await workspace.alter(async (trx) => {
          await sql`alter table ${table} ${sql.join(anew)}`.execute(trx);
        });
      }
    });
  }
}
