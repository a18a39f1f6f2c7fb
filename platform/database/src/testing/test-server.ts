import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Connection } from "../connection.ts";
import {
  type Cluster,
  clusterConnection,
  initialiseCluster,
  makePrivateFolder,
  spawnServer,
} from "../embedded/cluster.ts";
import { errorCode } from "../embedded/create-file-once.ts";
import { readPostmasterFile } from "../embedded/postmaster-file.ts";
import { reachableBinaries } from "../embedded/reachable-binaries.ts";
import { serverAccount } from "../embedded/server-account.ts";
import { freePort } from "../embedded/server-address.ts";
import { embeddedBinaries, type ServerBinaries } from "../embedded/server-binaries.ts";
import { serverSettings } from "../embedded/server-settings.ts";
import { stopChild } from "../embedded/stop-server.ts";
import { waitUntilReady } from "../embedded/wait-until-ready.ts";

/** A throwaway server for one run of tests. */
export interface TestServer {
  readonly url: string;
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

const folderName = /^cw-test-(\d+)-/;

export interface TestServerOptions {
  /** The embedded one unless given. */
  readonly binaries?: ServerBinaries;
  /**
   * Writes to disk as a server in use does, for measurements: fsync, full-page writes, autovacuum; the embedded one with the
   * settings that it has in use.
   */
  readonly durable?: boolean;
}

/** Starts a server in memory where there is a tmpfs, without fsync: copies of databases take milliseconds there. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const { binaries = await embeddedBinaries(), durable = false } = options;
  const account = serverAccount();
  const parent = !durable && existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
  removeLeftovers(parent);
  const home = mkdtempSync(join(parent, `cw-test-${process.pid}-`));
  try {
    const reachable = reachableBinaries(binaries, account);
    const inUse = options.binaries === undefined ? serverSettings : () => ({});
    const settings = durable ? inUse(reachable) : fastSettings;
    return await start(home, { binaries: reachable, account }, settings);
  } catch (error) {
    rmSync(home, { recursive: true, force: true });
    throw error;
  }
}

const fastSettings: Cluster["settings"] = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  max_wal_size: "256MB",
  autovacuum_naptime: "1d",
};

async function start(
  home: string,
  { binaries, account }: Pick<Cluster, "binaries" | "account">,
  own: Cluster["settings"],
): Promise<TestServer> {
  makePrivateFolder(home, account);
  const cluster: Cluster = {
    binaries,
    account,
    dataDirectory: join(home, "data"),
    ...(process.platform === "win32"
      ? { socketDirectory: undefined, port: await freePort() }
      : { socketDirectory: home, port: 5432 }),
    password: randomBytes(12).toString("hex"),
    settings: {
      max_connections: "200",
      max_locks_per_transaction: "256",
      // In files of the data folder, which go with it also when the run is killed.
      ...(process.platform === "win32" ? {} : { dynamic_shared_memory_type: "mmap" }),
      ...own,
    },
  };
  initialiseCluster(cluster, { sync: false });
  const connection = clusterConnection(cluster);
  const logFile = join(home, "server.log");
  const child = spawnServer(cluster, logFile, { endWithParent: true });
  await waitUntilReady(child, connection, logFile);
  return {
    url: connectionUrl(connection),
    pid: child.pid,
    async stop() {
      await stopChild(child);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** The folders of runs that were killed would hold memory until the next start of the machine. */
function removeLeftovers(parent: string): void {
  for (const name of readdirSync(parent)) {
    const pid = folderName.exec(name)?.[1];
    if (pid === undefined || existsProcess(Number(pid))) continue;
    try {
      const file = readPostmasterFile(join(parent, name, "data"));
      if (file && existsProcess(file.pid)) continue;
      rmSync(join(parent, name), { recursive: true, force: true });
    } catch {
      // Another user's.
    }
  }
}

function existsProcess(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) !== "ESRCH";
  }
}

function connectionUrl({ user, password, host, port, database }: Connection): string {
  const address = `postgres://${user}:${password}@localhost:${port}/${database}`;
  return host.startsWith("/") ? `${address}?host=${encodeURIComponent(host)}` : address;
}
