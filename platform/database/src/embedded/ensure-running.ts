import type { ChildProcess } from "node:child_process";
import { existsSync, readFileSync, renameSync, rmSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { AppError } from "@causeway/kernel";
import { sqlState } from "../retry-conflicts.ts";
import {
  type Cluster,
  clusterConnection,
  initialiseCluster,
  probe,
  spawnServer,
} from "./cluster.ts";
import { errorCode } from "./create-file-once.ts";
import { disownPostmasterFile, processState, readPostmasterFile } from "./postmaster-file.ts";
import { restoreAddress } from "./server-address.ts";
import { stopChild } from "./stop-server.ts";

const startLimitMs = 120_000;
const longestLog = 20_000_000;

/**
 * Makes sure that a server answers for a cluster, which is made when there is none. Returns the process when this call
 * started it, and nothing when a server was running already. Recovery after a crash counts as starting.
 * Throws AppError("unavailable") with the server's last words.
 */
export async function ensureRunning(
  cluster: Cluster,
  logFile: string,
  options: { readonly endWithParent: boolean },
): Promise<ChildProcess | undefined> {
  const end = performance.now() + startLimitMs;
  let child: ChildProcess | undefined;
  let pauseMs = 10;
  while (performance.now() < end) {
    const answer = await probe(clusterConnection(cluster));
    if (answer.ok) return isAlive(child) ? child : undefined;
    if (isFinal(answer.error)) throw refused(cluster.dataDirectory, answer.error);
    if (isAlive(child) || !isFree(cluster.dataDirectory)) await pause(pauseMs);
    else child = await launch(cluster, logFile, { ...options, again: child !== undefined });
    // Each question asked too early is a line in the server's log.
    pauseMs = Math.min(pauseMs * 1.5, 200);
  }
  if (child) await stopChild(child);
  throw didNotStart(logFile);
}

async function launch(
  cluster: Cluster,
  logFile: string,
  options: { readonly endWithParent: boolean; readonly again: boolean },
): Promise<ChildProcess> {
  if (options.again) {
    if (!isPassing(tail(logFile))) throw didNotStart(logFile);
    await pause(100);
  }
  ensureCluster(cluster);
  restoreAddress(cluster, cluster.account);
  shortenLog(logFile);
  return spawnServer(cluster, logFile, options);
}

/** Whether no server runs on a data directory; a file left by a dead one is made harmless. */
function isFree(dataDirectory: string): boolean {
  const file = readPostmasterFile(dataDirectory);
  const state = file ? processState(file.pid, dataDirectory) : "none";
  if (state === "other") disownPostmasterFile(dataDirectory);
  return state !== "server";
}

/** Makes the data directory where there is none. */
function ensureCluster(cluster: Cluster): void {
  const { dataDirectory, binaries } = cluster;
  const versionFile = join(dataDirectory, "PG_VERSION");
  if (existsSync(versionFile)) {
    const major = Number(readFileSync(versionFile, "utf8"));
    if (major === binaries.major) return;
    throw new AppError("unsupported", {
      zh: `${dataDirectory} 中的数据由 PostgreSQL ${major} 建立，这个版本的 Causeway 运行 ${binaries.major}：请用原来的版本备份，再恢复到新的目录。`,
      en: `The data in ${dataDirectory} were made by PostgreSQL ${major}; this version of Causeway runs ${binaries.major}. Back up with the version before, and restore into a new folder.`,
    });
  }
  const draft = `${dataDirectory}.new-${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  initialiseCluster({ ...cluster, dataDirectory: draft }, { sync: true });
  try {
    renameSync(draft, dataDirectory);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    // Another process made the cluster at the same moment; both go on with that one.
    if (!existsSync(versionFile)) throw error;
  }
}

function isAlive(child: ChildProcess | undefined): child is ChildProcess {
  return child?.exitCode === null && child.signalCode === null && child.pid !== undefined;
}

/** Errors that waiting does not cure: a wrong password, a socket this process may not open. */
function isFinal(error: Error): boolean {
  const invalidPassword = "28P01";
  return sqlState(error) === invalidPassword || errorCode(error) === "EACCES";
}

function refused(dataDirectory: string, cause: Error): AppError {
  return new AppError(
    "unavailable",
    {
      zh: `${dataDirectory} 上的 PostgreSQL 拒绝本程序（${cause.message}）：数据目录中的 postgres.password 是否丢失？`,
      en: `The PostgreSQL on ${dataDirectory} refuses this program (${cause.message}); was postgres.password in the data folder lost?`,
    },
    { cause },
  );
}

/** A start that fails because another process is faster, or because those of a killed server are still ending. */
function isPassing(words: string): boolean {
  return /lock file ".*" already exists|pre-existing shared memory block/.test(words);
}

function didNotStart(logFile: string): AppError {
  const words = tail(logFile).trim().split("\n").slice(-3).join(" | ") || "none";
  return new AppError("unavailable", {
    zh: `内置的 PostgreSQL 没有启动。它最后的话（${logFile}）：${words}`,
    en: `The built-in PostgreSQL did not start. Its last words (${logFile}): ${words}`,
  });
}

function tail(logFile: string): string {
  return existsSync(logFile) ? readFileSync(logFile, "utf8").slice(-2_000) : "";
}

function shortenLog(logFile: string): void {
  if (existsSync(logFile) && statSync(logFile).size > longestLog) truncateSync(logFile);
}
