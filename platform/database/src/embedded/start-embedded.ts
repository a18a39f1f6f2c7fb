import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Connection } from "../connection.ts";
import { withClient } from "../connection.ts";
import {
  type Cluster,
  clusterConnection,
  initialiseCluster,
  makePrivateFolder,
  spawnServer,
} from "./cluster.ts";
import { serverAccount } from "./server-account.ts";
import { embeddedBinaries } from "./server-binaries.ts";
import { stopChild, waitUntilReady } from "./wait-until-ready.ts";

export interface EmbeddedServer {
  readonly connection: Connection;
  stop(): Promise<void>;
}

/** Starts the embedded PostgreSQL on `<dataFolder>/postgres`, making it first where there is none. */
export async function startEmbedded(dataFolder: string): Promise<EmbeddedServer> {
  const folder = resolve(dataFolder);
  mkdirSync(folder, { recursive: true });
  const account = serverAccount();
  const home = join(folder, "postgres");
  makePrivateFolder(home, account);
  const socketDirectory = mkdtempSync(join(tmpdir(), "cw-"));
  makePrivateFolder(socketDirectory, account);
  const cluster: Cluster = {
    binaries: await embeddedBinaries(),
    dataDirectory: join(home, "data"),
    socketDirectory,
    port: 5432,
    password: readPassword(join(folder, "postgres.password")),
    account,
    settings: { max_connections: "60", max_locks_per_transaction: "256" },
  };
  if (!existsSync(join(cluster.dataDirectory, "PG_VERSION"))) {
    initialiseCluster(cluster, { sync: true });
  }
  const logFile = join(home, "server.log");
  const child = spawnServer(cluster, logFile);
  await waitUntilReady(child, clusterConnection(cluster), logFile);
  const database = "causeway";
  await withClient(clusterConnection(cluster), async (client) => {
    const found = await client.query("select 1 from pg_database where datname = $1", [database]);
    if (found.rowCount === 0) await client.query(`create database ${database}`);
  });
  return {
    connection: clusterConnection(cluster, database),
    async stop() {
      await stopChild(child);
      rmSync(socketDirectory, { recursive: true, force: true });
    },
  };
}

function readPassword(path: string): string {
  if (existsSync(path)) return readFileSync(path, "utf8").trim();
  const password = randomBytes(24).toString("base64url");
  writeFileSync(path, `${password}\n`, { mode: 0o600 });
  return password;
}
