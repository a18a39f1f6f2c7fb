import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chownSync, closeSync, mkdirSync, openSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { AppError } from "@causeway/kernel";
import pg from "pg";
import { type Connection, clientOptions } from "../connection.ts";
import type { ServerBinaries } from "./server-binaries.ts";

/** The account a server runs as when this process is root, which PostgreSQL refuses. */
export interface ServerAccount {
  readonly uid: number;
  readonly gid: number;
}

/** One cluster on disk and how it is run. */
export interface Cluster {
  readonly binaries: ServerBinaries;
  readonly dataDirectory: string;
  /** Folder of the Unix socket; without one the server listens on the loopback address. */
  readonly socketDirectory: string | undefined;
  readonly port: number;
  readonly password: string;
  readonly account: ServerAccount | undefined;
  /** Server settings beyond the usual, as for `-c`. */
  readonly settings: Readonly<Record<string, string>>;
}

export const superuser = "causeway";

/** Makes a folder only the server's account may enter. */
export function makePrivateFolder(path: string, account: ServerAccount | undefined): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (account) chownSync(path, account.uid, account.gid);
}

/** Runs initdb into `cluster.dataDirectory`, whose parent must exist. UTF-8, sorted by code point unless told. */
export function initialiseCluster(cluster: Cluster, options: { readonly sync: boolean }): void {
  const { binaries, dataDirectory, account } = cluster;
  const passwordFile = join(dirname(dataDirectory), `.password-${process.pid}`);
  writeFileSync(passwordFile, `${cluster.password}\n`, { mode: 0o600 });
  try {
    if (account) chownSync(passwordFile, account.uid, account.gid);
    const locale =
      binaries.major >= 17
        ? ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        : ["--locale=C"];
    const result = spawnSync(
      binaries.initdb,
      [
        ...["-D", dataDirectory, "-U", superuser, "-A", "scram-sha-256"],
        ...["--encoding=UTF8", `--pwfile=${passwordFile}`, ...locale],
        ...(options.sync ? [] : ["--no-sync"]),
      ],
      { encoding: "utf8", cwd: "/", env: serverEnvironment(), ...account },
    );
    if (result.status !== 0) {
      const reason = (result.error?.message ?? result.stderr).trim();
      throw new AppError("unavailable", {
        zh: `PostgreSQL 无法建立数据目录：${reason}`,
        en: `PostgreSQL could not make its data folder: ${reason}`,
      });
    }
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/**
 * Starts the server of a cluster; its messages are appended to `logFile`. It is a session of its own, so that Ctrl-C
 * in a terminal reaches this process only, which then stops it in order. With `endWithParent` Linux stops it when this
 * process dies in whatever way.
 */
export function spawnServer(
  cluster: Cluster,
  logFile: string,
  options: { readonly endWithParent: boolean },
): ChildProcess {
  const { binaries, dataDirectory, socketDirectory, account } = cluster;
  const settings = {
    listen_addresses: socketDirectory === undefined ? "127.0.0.1" : "",
    ...(socketDirectory === undefined ? {} : { unix_socket_directories: socketDirectory }),
    port: String(cluster.port),
    jit: "off",
    timezone: "UTC",
    log_timezone: "UTC",
    ...cluster.settings,
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const log = openSync(logFile, "a", 0o600);
  try {
    const server = [binaries.postgres, "-D", dataDirectory, ...flags];
    const command =
      options.endWithParent && knowsParentDeath() ? [...endWithParent, ...server] : server;
    return spawn(command[0] ?? binaries.postgres, command.slice(1), {
      cwd: "/",
      detached: true,
      env: serverEnvironment(),
      stdio: ["ignore", log, log],
      ...account,
    });
  } finally {
    closeSync(log);
  }
}

export function clusterConnection(cluster: Cluster, database = "postgres"): Connection {
  return {
    host: cluster.socketDirectory ?? "127.0.0.1",
    port: cluster.port,
    user: superuser,
    password: cluster.password,
    database,
    ssl: false,
  };
}

/** Whether the server answers now; says why not otherwise. */
export async function probe(
  connection: Connection,
): Promise<{ ok: true } | { ok: false; error: Error }> {
  const client = new pg.Client(clientOptions(connection));
  client.on("error", () => undefined);
  try {
    await client.connect();
    return { ok: true };
  } catch (error) {
    return { ok: false, error: error as Error };
  } finally {
    await client.end().catch(() => undefined);
  }
}

const endWithParent = ["setpriv", "--pdeathsig", "INT"];
let parentDeathKnown: boolean | undefined;

/** Whether this system's setpriv (util-linux) can tie the life of a process to its parent's. */
function knowsParentDeath(): boolean {
  const [program = "setpriv", ...args] = endWithParent;
  parentDeathKnown ??=
    process.platform === "linux" && spawnSync(program, [...args, "true"]).status === 0;
  return parentDeathKnown;
}

/** PostgreSQL must not take the caller's PG… variables or locale for its own. */
function serverEnvironment(): NodeJS.ProcessEnv {
  const { PATH, SystemRoot, TEMP } = process.env;
  return {
    LC_ALL: "C",
    ...(PATH === undefined ? {} : { PATH }),
    ...(SystemRoot === undefined ? {} : { SystemRoot }),
    ...(TEMP === undefined ? {} : { TEMP }),
  };
}
