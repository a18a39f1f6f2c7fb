import type { WorkspaceId } from "@causeway/kernel";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import type { TestServer } from "../running-server.ts";

interface Column {
  readonly table: string;
  readonly column: string;
}

/** Lets a new workspace count its rows from a number that no other reaches, so that its numbers are known again. */
export async function numberFromAfar({ server }: TestServer, workspace: string): Promise<void> {
  const database = await server.database.workspace(workspace as WorkspaceId);
  await database.alter(async (trx) => {
    const { rows } = await sql<{ name: string }>`
      select sequencename as name from pg_sequences where schemaname = current_schema()`.execute(
      trx,
    );
    for (const { name } of rows) {
      await sql`select setval(${name}::regclass, 1700000000)`.execute(trx);
    }
  });
}

/** Everything in a workspace that names something: every UUID and every number called an id, a few of each column. */
export async function idsOf({ server }: TestServer, workspace: string): Promise<readonly string[]> {
  const database = await server.database.workspace(workspace as WorkspaceId);
  const own = await database.transaction(ownIds, { readOnly: true });
  const shared = await server.database.shared(
    async (trx) => {
      const { rows } = await sql<{ id: string }>`
        select id::text from invitations union all select id::text from api_keys
        union all select user_id from memberships`.execute(trx);
      return rows.map(({ id }) => id);
    },
    { kind: "workspace", workspace },
  );
  return [...new Set([...own, ...shared])];
}

async function ownIds(trx: WorkspaceTransaction): Promise<readonly string[]> {
  const { rows: columns } = await sql<Column>`
    select table_name as table, column_name as column from information_schema.columns
    where table_schema = current_schema()
      and (data_type = 'uuid' or (column_name ~ '(^|_)id$' and data_type in ('text', 'bigint')))
    order by 1, 2`.execute(trx);
  const found: string[] = [];
  for (const { table, column } of columns) {
    const { rows } = await sql<{ id: string }>`
      select distinct ${sql.ref(column)}::text as id from ${sql.table(table)}
      where ${sql.ref(column)} is not null limit 3`.execute(trx);
    found.push(...rows.map(({ id }) => id));
  }
  return found;
}

/** What stands in every table of a workspace, as one hash per table. */
export async function contentOf(
  { server }: TestServer,
  workspace: string,
): Promise<Readonly<Record<string, string>>> {
  const database = await server.database.workspace(workspace as WorkspaceId);
  return database.transaction(
    async (trx) => {
      const { rows: tables } = await sql<{ name: string }>`
        select table_name as name from information_schema.tables
        where table_schema = current_schema() order by 1`.execute(trx);
      const content: Record<string, string> = {};
      for (const { name } of tables) {
        const { rows } = await sql<{ hash: string | null }>`
          select md5(string_agg(t::text, '|' order by t::text)) as hash from ${sql.table(name)} t`.execute(
          trx,
        );
        content[name] = rows[0]?.hash ?? "empty";
      }
      return content;
    },
    { readOnly: true },
  );
}
