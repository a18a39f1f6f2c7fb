import { newId, type WorkspaceId } from "@causeway/kernel";
import type pg from "pg";
import { checkServer } from "./check-server.ts";
import { type Connection, connectionFromUrl } from "./connection.ts";
import type { ServerUse } from "./embedded/server-lock.ts";
import { startEmbedded } from "./embedded/start-embedded.ts";
import { createListener } from "./listener.ts";
import { migrateInstallation } from "./migrate-installation.ts";
import type { ModuleMigrations } from "./migration.ts";
import { type OpenPools, openPools } from "./pools.ts";
import type { Library } from "./roles.ts";
import { scopedKysely } from "./scoped-kysely.ts";
import { createSecretBox, type SecretBox } from "./secret-box.ts";
import type { SharedScope, SharedTables, SharedTransaction } from "./shared-tables.ts";
import { signInLogin } from "./sign-in-login.ts";
import type { TransactionOptions, Workspace, WorkspaceDatabase } from "./workspace.ts";
import { scopeSettings } from "./workspace-isolation.ts";
import { createWorkspaces } from "./workspaces.ts";

export interface DatabaseConfig {
  /** DATABASE_URL; without it an embedded PostgreSQL runs on `dataFolder`. */
  readonly url?: string | undefined;
  readonly dataFolder: string;
  readonly modules: readonly ModuleMigrations[];
  /** CAUSEWAY_SECRET; without it a key file beside the data. */
  readonly secret?: string | undefined;
  /** Connections for ordinary work; 12 by default. */
  readonly poolSize?: number;
  /**
   * "server" for the one long-running program on a data folder (a second one is refused), "command" (the default) for
   * work beside it. With `url` there is no difference.
   */
  readonly use?: ServerUse;
  /** Gets a line when the embedded server ended by itself and was started again. */
  readonly report?: (line: string) => void;
  /** For a database that is made new: the id in the names of its roles. Tests use it. */
  readonly installation?: string;
}

export interface Database {
  /** One transaction on the shared tables, under the shared role; without a scope no workspace's rows show. */
  shared<T>(
    work: (trx: SharedTransaction) => Promise<T>,
    scope?: SharedScope,
    options?: Pick<TransactionOptions, "readOnly">,
  ): Promise<T>;
  /** Throws AppError("not-found") when there is no such workspace. */
  workspace(id: WorkspaceId): Promise<WorkspaceDatabase>;
  /** The same, without a promise for one that was asked for before: for what is asked thousands of times a second. */
  workspaceAtHand(id: WorkspaceId): WorkspaceDatabase | Promise<WorkspaceDatabase>;
  /** All workspaces, oldest first. */
  workspaces(): Promise<readonly Workspace[]>;
  createWorkspace(input: {
    readonly name: string;
    readonly locale: "zh" | "en";
    readonly isDemo?: boolean;
  }): Promise<Workspace>;
  /** Removes a workspace with everything in it, for good. */
  dropWorkspace(id: WorkspaceId): Promise<void>;
  /**
   * Calls back for every NOTIFY on the channel; returns the way to stop. After a broken connection each callback is
   * called once with an empty payload, since notifications may have been lost.
   */
  listen(channel: string, onNotify: (payload: string) => void): Promise<() => Promise<void>>;
  /** Whether notifications arrive just now. What is kept in memory until one comes holds only as long as they do. */
  isListening(): boolean;
  /** A pool for a library with tables of its own; its connections act under that library's role and schema. */
  libraryPool(library: Library): pg.Pool;
  /** Connections for ordinary work: how many are open and at work now, and how many transactions wait for one. */
  connections(): { readonly open: number; readonly busy: number; readonly waiting: number };
  readonly secrets: SecretBox;
  /** Ends all connections and, when it runs for this process only, the embedded server. */
  close(): Promise<void>;
}

/**
 * Starts or reaches PostgreSQL, makes the installation's roles, brings every schema up to date and opens the pools.
 * Throws AppError when the server cannot be used, with the reason and the way out in its message.
 */
export async function openDatabase(config: DatabaseConfig): Promise<Database> {
  const secrets = createSecretBox(config);
  if (config.url !== undefined) {
    return connect(config, secrets, connectionFromUrl(config.url), async () => undefined);
  }
  const server = await startEmbedded(
    config.dataFolder,
    config.use ?? "command",
    config.report ?? (() => undefined),
  );
  try {
    return await connect(config, secrets, server.connection, () => server.stop());
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function connect(
  config: DatabaseConfig,
  secrets: SecretBox,
  admin: Connection,
  stopServer: () => Promise<void>,
): Promise<Database> {
  await checkServer(admin);
  const passwordFor = (installation: string) => secrets.derive(`database-login:${installation}`);
  const installation = await migrateInstallation(admin, {
    modules: config.modules,
    passwordFor,
    ...(config.installation === undefined ? {} : { id: config.installation }),
  });
  const { roles } = installation;
  const login = { ...admin, user: roles.login, password: passwordFor(installation.id) };
  await signInLogin(admin, login);
  const pools = openPools(admin, login, roles, config.poolSize ?? 12);
  const listener = createListener(login);
  const workspaces = createWorkspaces({ pools, admin, installation, modules: config.modules });
  return {
    shared: (work, scope = { kind: "none" }, options = {}) =>
      inShared(pools, roles.shared, { work, scope, ...options }),
    workspace: async (id) => workspaces.open(id),
    workspaceAtHand: workspaces.open,
    workspaces: workspaces.list,
    createWorkspace: (input) =>
      workspaces.create({ id: newId() as WorkspaceId, isDemo: false, ...input }),
    dropWorkspace: workspaces.drop,
    listen: listener.listen,
    isListening: listener.isListening,
    libraryPool: pools.library,
    connections: () => {
      const { totalCount: open, idleCount, waitingCount: waiting } = pools.login;
      return { open, busy: open - idleCount, waiting };
    },
    secrets,
    async close() {
      await listener.close();
      await pools.close();
      await stopServer();
    },
  };
}

interface SharedWork<T> extends Pick<TransactionOptions, "readOnly"> {
  readonly work: (trx: SharedTransaction) => Promise<T>;
  readonly scope: SharedScope;
}

function inShared<T>(
  pools: OpenPools,
  role: string,
  { work, scope, readOnly = false }: SharedWork<T>,
): Promise<T> {
  const settings = scopeSettings(scope);
  const shared = scopedKysely<SharedTables>(pools.login, { role, schema: "shared", settings });
  const transaction = shared.transaction();
  return (readOnly ? transaction.setAccessMode("read only") : transaction).execute(work);
}
