import { Kysely, PostgresDialect } from "kysely";
import type pg from "pg";
import { type Connection, withClient } from "./connection.ts";
import { quoteIdentifier } from "./identifiers.ts";
import { ensureInstallation, type Installation } from "./installation.ts";
import { type MigrationScope, type ModuleMigrations, migrateSchema } from "./migration.ts";

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
      const { owner } = installation.roles;
      await migrate(client, owner, "shared", "shared", options.modules);
      const found = await client.query<{ schema_name: string }>(
        "select schema_name from shared.workspaces order by created_at, id",
      );
      for (const { schema_name: schema } of found.rows) {
        await migrate(client, owner, schema, "workspace", options.modules);
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
  owner: string,
  schema: string,
  scope: MigrationScope,
  modules: readonly ModuleMigrations[],
): Promise<void> {
  await client.query(
    `set local role ${quoteIdentifier(owner)}; set local search_path to ${quoteIdentifier(schema)}`,
  );
  await migrateSchema(kyselyOn(client), modules, scope);
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
