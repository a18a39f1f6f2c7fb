import { accessSync, constants, existsSync, statfsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { isBackupOverdue, readBackupState, readServerFile } from "@causeway/app-server";
import { type Finding, fail, ok, warn } from "./finding.ts";

const gigabyte = 1024 ** 3;

/** What can be seen without the database: Node, the data folder, free space, the running server. */
export async function checkMachine(dataFolder: string): Promise<readonly Finding[]> {
  return [
    ok("node", `Node ${process.versions.node}`, `Node ${process.versions.node}`),
    checkFolder(dataFolder),
    checkSpace(dataFolder),
    await checkServer(dataFolder),
    ...checkBackup(dataFolder, new Date()),
  ];
}

function nearestFolder(folder: string): string {
  let current = resolve(folder);
  while (!existsSync(current) && dirname(current) !== current) current = dirname(current);
  return current;
}

function checkFolder(dataFolder: string): Finding {
  const folder = nearestFolder(dataFolder);
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return existsSync(dataFolder)
      ? ok("data", `数据目录 ${resolve(dataFolder)} 可写`, `${resolve(dataFolder)} can be written`)
      : ok("data", "还没有数据：先运行 causeway start", "No data yet: run causeway start");
  } catch {
    return fail(
      "data",
      `${folder} 不可写：请更换 --data`,
      `${folder} cannot be written: use another --data`,
    );
  }
}

function checkSpace(dataFolder: string): Finding {
  const { bavail, bsize } = statfsSync(nearestFolder(dataFolder));
  const free = (bavail * bsize) / gigabyte;
  const [zh, en] = [`剩余空间 ${free.toFixed(1)} GB`, `${free.toFixed(1)} GB free`];
  if (free < 0.5) return fail("space", `${zh}，不足 0.5 GB`, `${en}, less than 0.5 GB`);
  return free < 5 ? warn("space", zh, en) : ok("space", zh, en);
}

/** Nothing to say before there are data. */
function checkBackup(dataFolder: string, now: Date): readonly Finding[] {
  const state = readBackupState(dataFolder);
  if (!state) {
    if (!existsSync(dataFolder)) return [];
    return [
      warn(
        "backup",
        "还没有备份：causeway backup --every 24h 目录",
        "There is no backup yet: causeway backup --every 24h FOLDER",
      ),
    ];
  }
  const { last, lastGood } = state;
  const [zh, en] = lastGood
    ? [
        `最近备份 ${lastGood.startedAt}，${megabytes(lastGood.bytes)}，${lastGood.file}`,
        `The last backup is of ${lastGood.startedAt}, ${megabytes(lastGood.bytes)}, ${lastGood.file}`,
      ]
    : ["还没有成功的备份", "No backup has succeeded yet"];
  if (isBackupOverdue(state, now)) {
    return [fail("backup", `${zh}；早于约定的间隔`, `${en}; that is older than was promised`)];
  }
  if (lastGood && !existsSync(lastGood.file)) {
    return [warn("backup", `${zh}；这里找不到该文件`, `${en}; the file is not to be found here`)];
  }
  if (last.error !== null) {
    const [why, reason] = [
      `${zh}；之后一次失败：${last.error.zh}`,
      `${en}; a later one failed: ${last.error.en}`,
    ];
    return [warn("backup", why, reason)];
  }
  return [ok("backup", zh, en)];
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;

async function checkServer(dataFolder: string): Promise<Finding> {
  const server = readServerFile(dataFolder);
  if (!server) return ok("server", "服务器未运行", "The server is not running");
  try {
    const answer = await fetch(`${server.url}/health`, { signal: AbortSignal.timeout(5_000) });
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    return ok("server", `服务器运行于 ${server.url}`, `The server answers at ${server.url}`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail(
      "server",
      `进程 ${server.pid} 在运行，但 ${server.url} 无应答：${reason}`,
      `Process ${server.pid} runs, but ${server.url} does not answer: ${reason}`,
    );
  }
}
