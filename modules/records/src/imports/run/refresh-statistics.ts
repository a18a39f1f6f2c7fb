import type { WorkspaceDatabase } from "@causeway/platform-database";
import { sql } from "kysely";
import { recordTable } from "../../store/record-table.ts";

/** Chunks after which the rows of an import say what the table is going to be like. */
export const tellingChunks = 3;

/**
 * Has PostgreSQL look at a table that an import is filling. By itself it looks once a minute, and until then takes the
 * table for the nearly empty one that it was: each chunk would read all of it to find a few keys.
 */
export async function refreshStatistics(
  workspace: WorkspaceDatabase,
  object: string,
): Promise<void> {
  const name = `record_${object}`;
  const isKnown = await workspace.transaction(
    async (trx) => {
      const { rows } = await sql<{ readonly isKnown: boolean }>`
        select reltuples > ${fewKnownRows} as "isKnown" from pg_class
        where oid = to_regclass(${name})`.execute(trx);
      return rows[0]?.isKnown ?? true;
    },
    { readOnly: true },
  );
  if (isKnown) return;
  // While an index is built on the table it would wait as long as that: PostgreSQL looks of its own accord later.
  const statement = sql`analyze (skip_locked) ${recordTable(object)}`;
  await workspace.alterOutsideTransaction(statement);
}

/** With so many PostgreSQL prefers an index already. */
const fewKnownRows = 20_000;
