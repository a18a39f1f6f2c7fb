import type { ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type Connection, withClient } from "../connection.ts";
import { sqlState } from "../retry-conflicts.ts";
import { type Cluster, clusterConnection } from "./cluster.ts";
import { createFileOnce } from "./create-file-once.ts";
import { locateData } from "./data-location.ts";
import { ensureRunning } from "./ensure-running.ts";
import { readPostmasterFile } from "./postmaster-file.ts";
import { reachableBinaries } from "./reachable-binaries.ts";
import { forgetAddress, serverAddress } from "./server-address.ts";
import { embeddedBinaries } from "./server-binaries.ts";
import { lockServer, type ServerLock, type ServerUse } from "./server-lock.ts";
import { serverSettings } from "./server-settings.ts";
import { stopChild, stopProcess } from "./stop-server.ts";

export interface EmbeddedServer {
  readonly connection: Connection;
  /** Leaves the server; stops it too, unless this is a command and another process still uses it. */
  stop(): Promise<void>;
}

const database = "causeway";

/**
 * Makes the embedded PostgreSQL of a data folder run and stay running: a server that is there already (started by a
 * command, or left over when its program was killed) is used; one that ends without being asked to is started again,
 * of which `report` gets a line.
 * Throws AppError("conflict") for a second `server` on one folder.
 */
export async function startEmbedded(
  dataFolder: string,
  use: ServerUse,
  report: (line: string) => void,
): Promise<EmbeddedServer> {
  const cluster = await describeCluster(dataFolder);
  const connection = clusterConnection(cluster, database);
  const logFile = join(dirname(cluster.dataDirectory), "server.log");
  let child: ChildProcess | undefined;
  let stopping = false;

  const enter = async (): Promise<ServerLock> => {
    child = (await ensureRunning(cluster, logFile, { endWithParent: use === "server" })) ?? child;
    await ensureDatabase(clusterConnection(cluster));
    return lockServer(connection, use);
  };
  const enterAgain = async (): Promise<void> => {
    if (!stopping) report(`PostgreSQL has ended and is started again; see ${logFile}`);
    for (let pauseMs = 100; !stopping; pauseMs = Math.min(pauseMs * 2, 5_000)) {
      try {
        reentered = enter();
        lock = await reentered;
        void lock.lost.then(enterAgain);
        return;
      } catch (error) {
        report(`PostgreSQL does not start: ${error instanceof Error ? error.message : error}`);
        await pause(pauseMs);
      }
    }
  };
  let lock = await enter().catch(async (error: unknown) => {
    if (child) await stopChild(child);
    throw error;
  });
  let reentered: Promise<ServerLock> | undefined;
  void lock.lost.then(enterAgain);
  return {
    connection,
    async stop() {
      stopping = true;
      await reentered?.catch(() => undefined);
      const server = readPostmasterFile(cluster.dataDirectory)?.pid;
      const alone = await lock.release().catch(() => true);
      if (use === "command" && !alone) {
        child?.unref();
        return;
      }
      if (child) await stopChild(child);
      if (server !== undefined) await stopProcess(cluster.dataDirectory, server);
      forgetAddress(cluster);
    },
  };
}

async function describeCluster(dataFolder: string): Promise<Cluster> {
  const { folder, home, account } = locateData(dataFolder);
  const binaries = reachableBinaries(await embeddedBinaries(), account);
  return {
    account,
    binaries,
    dataDirectory: join(home, "data"),
    ...(await serverAddress(home, account)),
    password: createFileOnce(join(folder, "postgres.password"), newPassword).trim(),
    settings: serverSettings(binaries),
  };
}

async function ensureDatabase(connection: Connection): Promise<void> {
  const duplicateDatabase = "42P04";
  const uniqueViolation = "23505";
  await withClient(connection, async (client) => {
    const found = await client.query("select 1 from pg_database where datname = $1", [database]);
    if (found.rowCount !== 0) return;
    await client.query(`create database ${database}`).catch((error: unknown) => {
      if (sqlState(error) !== duplicateDatabase && sqlState(error) !== uniqueViolation) throw error;
    });
  });
}

function newPassword(): string {
  return `${randomBytes(24).toString("base64url")}\n`;
}
