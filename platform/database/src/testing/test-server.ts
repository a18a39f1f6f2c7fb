import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Cluster,
  clusterConnection,
  initialiseCluster,
  makePrivateFolder,
  spawnServer,
} from "../embedded/cluster.ts";
import { serverAccount } from "../embedded/server-account.ts";
import { embeddedBinaries, type ServerBinaries } from "../embedded/server-binaries.ts";
import { stopChild, waitUntilReady } from "../embedded/wait-until-ready.ts";

/** A throwaway server for one run of tests. */
export interface TestServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a server in memory where there is a tmpfs, without fsync: copies of databases take milliseconds there. */
export async function startTestServer(binaries?: ServerBinaries): Promise<TestServer> {
  const account = serverAccount();
  const parent = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
  const home = mkdtempSync(join(parent, "cw-test-"));
  makePrivateFolder(home, account);
  const cluster: Cluster = {
    binaries: binaries ?? (await embeddedBinaries()),
    dataDirectory: join(home, "data"),
    socketDirectory: home,
    port: 5432,
    password: randomBytes(12).toString("hex"),
    account,
    settings: {
      fsync: "off",
      synchronous_commit: "off",
      full_page_writes: "off",
      max_connections: "200",
      max_locks_per_transaction: "256",
      max_wal_size: "256MB",
      autovacuum_naptime: "1d",
    },
  };
  try {
    initialiseCluster(cluster, { sync: false });
  } catch (error) {
    rmSync(home, { recursive: true, force: true });
    throw error;
  }
  const connection = clusterConnection(cluster);
  const logFile = join(home, "server.log");
  const child = spawnServer(cluster, logFile);
  await waitUntilReady(child, connection, logFile);
  const { user, password, host, port, database } = connection;
  return {
    url: `postgres://${user}:${password}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`,
    async stop() {
      await stopChild(child);
      rmSync(home, { recursive: true, force: true });
    },
  };
}
