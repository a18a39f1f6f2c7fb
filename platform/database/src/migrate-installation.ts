import { Kysely, PostgresDialect } from "kysely";
import type pg from "pg";
import { type Connection, withClient } from "./connection.ts";
import { quoteIdentifier } from "./identifiers.ts";
import { ensureInstallation, type Installation } from "./installation.ts";
import { type ModuleMigrations, migrateSchema } from "./migration.ts";
import { workspaceRole } from "./roles.ts";

/** Any two processes that change roles or schemas of one database take turns by this lock. */
export const definitionLock =
  "select pg_advisory_xact_lock(hashtextextended('causeway definition', 0))";

/**
 * Makes what is missing of the installation and brings the shared schema and every workspace up to date, all in one
 * transaction: either the new program finds everything new, or the old one finds everything as it was.
 */
export async function migrateInstallation(
  admin: Connection,
  options: {
    readonly modules: readonly ModuleMigrations[];
    readonly id?: string;
    passwordFor(installation: string): string;
  },
): Promise<Installation> {
  return withClient(admin, (client) =>
    inTransaction(client, async () => {
      const installation = await ensureInstallation(client, options);
      const { shared } = installation.roles;
      await migrate(client, installation, { schema: "shared", reader: shared }, options.modules);
      const found = await client.query<{ schema_name: string }>(
        "select schema_name from shared.workspaces order by created_at, id",
      );
      for (const { schema_name: schema } of found.rows) {
        const reader = workspaceRole(installation.id, schema);
        await migrate(client, installation, { schema, reader }, options.modules);
      }
      return installation;
    }),
  );
}

/** One transaction of the administrator under the definition lock; gives up after 30 s of waiting for a lock. */
export async function inTransaction<T>(client: pg.ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query("begin; set local lock_timeout to '30s'; set local timezone to 'UTC'");
  try {
    await client.query(definitionLock);
    const result = await work();
    await client.query("commit");
    return result;
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    throw error;
  }
}

/** Runs the pending migrations of one schema as its owner, inside the caller's transaction. */
export async function migrate(
  client: pg.ClientBase,
  installation: Installation,
  target: { readonly schema: string; readonly reader: string },
  modules: readonly ModuleMigrations[],
): Promise<void> {
  const { schema, reader } = target;
  const owner = quoteIdentifier(installation.roles.owner);
  await client.query(
    `set local role ${owner}; set local search_path to ${quoteIdentifier(schema)}`,
  );
  const scope = schema === "shared" ? "shared" : "workspace";
  await migrateSchema(kyselyOn(client), modules, scope, reader);
  await client.query("reset role; reset search_path");
}

function kyselyOn(client: pg.ClientBase): Kysely<unknown> {
  const connection = {
    query: client.query.bind(client),
    release: () => undefined,
  };
  return new Kysely<unknown>({
    dialect: new PostgresDialect({
      pool: { connect: async () => connection as never, end: async () => undefined } as never,
    }),
  });
}
