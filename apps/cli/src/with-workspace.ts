import { allMigrations, type Product, readServerFile } from "@causeway/app-server";
import { AppError } from "@causeway/kernel";
import {
  type Database,
  openDatabase,
  type Workspace,
  type WorkspaceDatabase,
} from "@causeway/platform-database";
import { UsageError } from "./command.ts";
import { environment } from "./environment.ts";

/** What a data command works on, whether a server runs or not: the same database and the same use cases. */
export interface Opened {
  readonly database: Database;
  /** The modules joined as in the server, for commands that need more than the tables. */
  product(): Promise<Product>;
}

export interface OpenedWorkspace extends Opened {
  readonly workspace: WorkspaceDatabase;
  readonly facts: Workspace;
}

const quiet = { error: () => undefined, warn: () => undefined };

/**
 * Opens the installation of a data folder beside a running server or without one, and closes it when `work` is done.
 * Jobs that the command sends are worked off by the server, now or when it starts.
 */
export async function withInstallation<T>(
  options: { readonly data: string },
  work: (opened: Opened) => Promise<T>,
): Promise<T> {
  const { databaseUrl, secret, publicUrl } = environment();
  const database = await openDatabase({
    url: databaseUrl,
    dataFolder: options.data,
    secret,
    modules: allMigrations,
    use: "command",
    poolSize: 4,
  });
  let joining: Promise<Product> | undefined;
  const product = () => {
    joining ??= joinQuietly(database, publicUrl ?? serverUrl(options.data));
    return joining;
  };
  try {
    return await work({ database, product });
  } finally {
    const joined = await joining?.catch(() => undefined);
    await joined?.jobs.stop();
    await joined?.close();
    await database.close();
  }
}

/** As the server itself names its address to people; undefined where none runs. */
function serverUrl(dataFolder: string): string | undefined {
  return readServerFile(dataFolder)?.url.replace("//127.0.0.1:", "//localhost:");
}

async function joinQuietly(database: Database, publicUrl: string | undefined): Promise<Product> {
  const { joinModules } = await import("@causeway/app-server");
  const product = await joinModules({
    database,
    publicUrl: publicUrl ?? "http://localhost:4600",
    log: quiet,
    works: false,
  });
  await product.jobs.start();
  return product;
}

/** `withInstallation` on the workspace that `--workspace` (id or name) names, or the only one. */
export async function withWorkspace<T>(
  options: { readonly data: string; readonly workspace?: string | undefined },
  work: (opened: OpenedWorkspace) => Promise<T>,
): Promise<T> {
  return withInstallation(options, async (opened) => {
    const facts = chooseWorkspace(await opened.database.workspaces(), options.workspace);
    const workspace = await opened.database.workspace(facts.id);
    return work({ ...opened, workspace, facts });
  });
}

/** The workspace asked for by id or name; without a wish, the only one. Throws `UsageError` that lists the choices. */
export function chooseWorkspace(all: readonly Workspace[], wish: string | undefined): Workspace {
  if (all.length === 0) {
    throw new AppError("not-found", "There is no workspace yet: causeway start --empty makes one");
  }
  const found =
    wish === undefined ? all : all.filter(({ id, name }) => id === wish || name === wish);
  const [first] = found;
  if (first && found.length === 1) return first;
  const choices = all.map(({ id, name }) => `${name} (${id})`).join(", ");
  throw new UsageError(
    wish === undefined || found.length > 1
      ? `--workspace must name one of: ${choices}`
      : `There is no workspace “${wish}”; there are: ${choices}`,
  );
}
