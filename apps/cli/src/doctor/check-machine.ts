import { accessSync, constants, existsSync, statfsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { readServerFile } from "@causeway/app-server";
import { type Finding, fail, ok, warn } from "./finding.ts";

const gigabyte = 1024 ** 3;

/** What can be seen without the database: Node, the data folder, free space, the running server. */
export async function checkMachine(dataFolder: string): Promise<readonly Finding[]> {
  return [
    ok("node", `Node ${process.versions.node}`, `Node ${process.versions.node}`),
    checkFolder(dataFolder),
    checkSpace(dataFolder),
    await checkServer(dataFolder),
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
