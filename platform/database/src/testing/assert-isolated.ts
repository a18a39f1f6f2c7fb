import { connectionFromUrl, withClient } from "../connection.ts";
import { sharedTables } from "../shared-tables.ts";
import type { TestDatabase } from "./create-test-database.ts";

/**
 * Throws, naming every fault, unless no workspace reaches a table of another one, the shared role reaches no
 * workspace's table and the login role no table at all, and every shared table with a `workspace_id` is under forced
 * row-level security. Returns how many tables were looked at, so that a test can see that there were some.
 */
export async function assertIsolated(test: TestDatabase): Promise<number> {
  await test.workspace();
  await test.workspace();
  return withClient(connectionFromUrl(test.url), async (client) => {
    const tables = await client.query<{ schema: string; name: string }>(
      `select n.nspname as schema, c.relname as name from pg_class c
         join pg_namespace n on n.oid = c.relnamespace
        where n.nspname in (select schema_name from shared.workspaces)
          and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')`,
    );
    const reached = await client.query<{ role: string; name: string }>(
      `select r.rolname as role, n.nspname || '.' || c.relname as name
         from pg_class c join pg_namespace n on n.oid = c.relnamespace
         join pg_roles r on r.rolname like (
           select 'causeway\\_' || id || '\\_%' from shared.installation)
        where c.relkind in ('r', 'p', 'v', 'm', 'f')
          and (n.nspname in (select schema_name from shared.workspaces) or n.nspname = 'shared')
          and not r.rolname like '%\\_owner'
          and not (n.nspname = 'shared' and r.rolname like '%\\_shared')
          and not r.rolname like '%\\_' || replace(n.nspname, '_', '\\_')
          and (has_schema_privilege(r.oid, n.oid, 'USAGE') or has_table_privilege(
            r.oid, c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER'))`,
    );
    const unprotected = await client.query<{ name: string }>(
      `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
         join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id'
        where n.nspname = 'shared' and c.relkind in ('r', 'p')
          and not (c.relrowsecurity and c.relforcerowsecurity)`,
    );
    const faults = [
      ...reached.rows.map(({ role, name }) => `${role} reaches ${name}`),
      ...unprotected.rows.map(({ name }) => `shared.${name} lacks forced row-level security`),
    ];
    if (faults.length > 0) throw new Error(`Not isolated:\n${faults.join("\n")}`);
    return tables.rows.length;
  });
}

/**
 * Throws unless every table outside the workspaces and the libraries' own schemas is named in `shared-tables.ts`
 * with the isolation it really has.
 */
export async function assertSharedTablesNamed(test: TestDatabase): Promise<void> {
  await withClient(connectionFromUrl(test.url), async (client) => {
    const found = await client.query<{ schema: string; name: string; forced: boolean }>(
      `select n.nspname as schema, c.relname as name,
         c.relrowsecurity and c.relforcerowsecurity as forced
         from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p', 'v', 'm', 'f')
          and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast', 'auth', 'jobs')
          and n.nspname not in (select schema_name from shared.workspaces)`,
    );
    const named = new Map(Object.entries(sharedTables));
    const faults = found.rows.flatMap(({ schema, name, forced }) => {
      const entry = schema === "shared" ? named.get(name) : undefined;
      if (!entry) return [`${schema}.${name} is not named in shared-tables.ts`];
      const stated = (entry.isolation as string) === "row-level security";
      return stated === forced ? [] : [`${schema}.${name} is not as shared-tables.ts says`];
    });
    if (faults.length > 0) throw new Error(faults.join("\n"));
  });
}
