import { setTimeout as pause } from "node:timers/promises";
import { AppError } from "@causeway/kernel";
import { Kysely, PostgresDialect } from "kysely";
import type pg from "pg";
import { type Connection, withClient } from "./connection.ts";
import { quoteIdentifier } from "./identifiers.ts";
import { ensureInstallation, type Installation } from "./installation.ts";
import { type ModuleMigrations, migrateSchema } from "./migration.ts";
import { sqlState } from "./retry-conflicts.ts";
import { workspaceRole } from "./roles.ts";

/** Any two processes that change roles or schemas of one database take turns by the advisory lock of this number. */
export const definitionLockKey = "hashtextextended('causeway definition', 0)";

export interface MigrationOptions {
  readonly modules: readonly ModuleMigrations[];
  readonly id?: string;
  passwordFor(installation: string): string;
}

/**
 * Makes what is missing of the installation and brings the shared schema and every workspace up to date, all in one
 * transaction: either the new program finds everything new, or the old one finds everything as it was. While an old
 * program still serves requests, a change waits for its locks a moment only and then begins again, so that requests
 * never queue up behind a change that itself waits.
 */
export async function migrateInstallation(
  admin: Connection,
  options: MigrationOptions,
): Promise<Installation> {
  return withClient(admin, async (client) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await inTransaction(client, async () => {
          await client.query(`set local lock_timeout to '${lockWaitMs}ms'`);
          return bringUpToDate(client, options);
        });
      } catch (error) {
        if (attempt === attempts || !isPassing(error)) throw error;
        await pause(betweenAttemptsMs);
      }
    }
  });
}

const lockWaitMs = 1_000;
const betweenAttemptsMs = 500;
const attempts = 60;

/** Whether somebody else's work was in the way: a lock that was not to be had, a deadlock. */
function isPassing(error: unknown): boolean {
  const cause = error instanceof AppError ? error.cause : error;
  return ["55P03", "40P01"].includes(sqlState(cause) ?? "");
}

/** `migrateInstallation` inside the caller's transaction, under the definition lock. */
export async function bringUpToDate(
  client: pg.ClientBase,
  options: MigrationOptions,
): Promise<Installation> {
  const installation = await ensureInstallation(client, options);
  const { shared } = installation.roles;
  await migrate(client, installation, { schema: "shared", reader: shared }, options.modules);
  const found = await client.query<{ schema_name: string }>(
    "select schema_name from shared.workspaces order by created_at, id",
  );
  for (const { schema_name: schema } of found.rows) {
    const reader = workspaceRole(installation.id, schema);
    await migrate(client, installation, { schema, reader }, options.modules);
    await asOwner(client, installation, schema, async (database) => {
      for (const module of options.modules) await module.settle?.(database);
    });
  }
  return installation;
}

/** One transaction of the administrator under the definition lock; gives up after 30 s of waiting for a lock. */
export async function inTransaction<T>(client: pg.ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query("begin; set local lock_timeout to '30s'; set local timezone to 'UTC'");
  try {
    await client.query(`select pg_advisory_xact_lock(${definitionLockKey})`);
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
  const scope = schema === "shared" ? "shared" : "workspace";
  await asOwner(client, installation, schema, async (database) => {
    await migrateSchema(database, modules, scope, reader);
  });
}

/** Runs `work` as the owner of a schema, which it finds on its search path. */
export async function asOwner(
  client: pg.ClientBase,
  installation: Installation,
  schema: string,
  work: (database: Kysely<unknown>) => Promise<void>,
): Promise<void> {
  const owner = quoteIdentifier(installation.roles.owner);
  await client.query(
    `set local role ${owner}; set local search_path to ${quoteIdentifier(schema)}`,
  );
  await work(kyselyOn(client));
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
