import { createHash, randomBytes } from "node:crypto";
import type { WorkspaceId } from "@causeway/kernel";
import { connectionFromUrl, withClient } from "../connection.ts";
import { quoteIdentifier } from "../identifiers.ts";
import type { ModuleMigrations } from "../migration.ts";
import { type Database, openDatabase } from "../open-database.ts";
import type { WorkspaceDatabase } from "../workspace.ts";
import { currentTestRun, type TestRun } from "./test-run.ts";

/** A database of its own for one test file. */
export interface TestDatabase {
  readonly database: Database;
  /** The database's address under the administrator, for tests of what lies below this package. */
  readonly url: string;
  /** A workspace that no other test of the file has seen. */
  workspace(): Promise<WorkspaceDatabase>;
  close(): Promise<void>;
}

const secret = "the same in every test: not a secret";
/** Workspaces that are ready in the template; more are made when a file asks for more. */
const prepared = 3;

/**
 * Copies the template database of these modules, made by the first file of the run that asks for it.
 * Call it in `beforeAll` and `close()` in `afterAll`.
 */
export async function createTestDatabase(options: {
  readonly modules: readonly ModuleMigrations[];
}): Promise<TestDatabase> {
  const run = currentTestRun();
  const server = connectionFromUrl(run.url);
  const key = templateKey(options.modules);
  const template = `causeway_${run.id}_${key}`;
  const name = `${template}_${randomBytes(4).toString("hex")}`;
  await ensureTemplate(run, template, key, options.modules);
  await withClient(server, (client) =>
    client.query(
      `create database ${quoteIdentifier(name)} template ${quoteIdentifier(template)} strategy file_copy`,
    ),
  );
  const copy = databaseUrl(run.url, name);
  const database = await open(run, copy, key, options.modules);
  const ready: WorkspaceId[] = (await database.workspaces()).map((workspace) => workspace.id);
  return {
    database,
    url: copy,
    async workspace() {
      const id = ready.shift() ?? (await createPlainWorkspace(database));
      return database.workspace(id);
    },
    async close() {
      await database.close();
      await withClient(server, (client) =>
        client.query(`drop database ${quoteIdentifier(name)} with (force)`),
      );
    },
  };
}

async function ensureTemplate(
  run: TestRun,
  template: string,
  key: string,
  modules: readonly ModuleMigrations[],
): Promise<void> {
  await withClient(connectionFromUrl(run.url), async (client) => {
    await client.query("select pg_advisory_lock(hashtextextended($1, 1))", [template]);
    const found = await client.query("select 1 from pg_database where datname = $1", [template]);
    if (found.rowCount !== 0) return;
    // Built under another name: an interrupted build is never taken for a template.
    const draft = `${template}_draft`;
    await client.query(`drop database if exists ${quoteIdentifier(draft)} with (force)`);
    await client.query(`create database ${quoteIdentifier(draft)} template template0`);
    const database = await open(run, databaseUrl(run.url, draft), key, modules);
    for (let made = 0; made < prepared; made++) await createPlainWorkspace(database);
    await database.close();
    await client.query(
      `alter database ${quoteIdentifier(draft)} rename to ${quoteIdentifier(template)}`,
    );
  });
}

function open(
  run: TestRun,
  url: string,
  key: string,
  modules: readonly ModuleMigrations[],
): Promise<Database> {
  const installation = `t${run.id}${key}`;
  return openDatabase({ url, dataFolder: "", secret, modules, installation, poolSize: 6 });
}

async function createPlainWorkspace(database: Database): Promise<WorkspaceId> {
  return (await database.createWorkspace({ name: "Test", locale: "en" })).id;
}

/** Names and sources of all migrations: a changed migration makes a new template. */
function templateKey(modules: readonly ModuleMigrations[]): string {
  const hash = createHash("sha256");
  for (const { module, shared = [], workspace = [] } of modules) {
    hash.update(`\nmodule ${module}`);
    for (const migration of [...shared, ...workspace]) {
      hash.update(`\n${migration.name} ${migration.up.toString()}`);
    }
  }
  return hash.digest("hex").slice(0, 10);
}

function databaseUrl(url: string, name: string): string {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}
