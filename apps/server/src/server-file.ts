import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const serverFileSchema = z.object({ pid: z.int(), url: z.string(), startedAt: z.string() });
export type ServerFile = z.infer<typeof serverFileSchema>;

const pathIn = (dataFolder: string) => join(dataFolder, "server.json");

/** Says in the data folder where the server answers on this machine, for commands beside it. */
export function writeServerFile(dataFolder: string, server: ServerFile): void {
  mkdirSync(dataFolder, { recursive: true });
  rmSync(pathIn(dataFolder), { force: true });
  writeFileSync(pathIn(dataFolder), `${JSON.stringify(server)}\n`, { mode: 0o600 });
}

/** What the file of a data folder says; undefined where there is none or its process is gone. */
export function readServerFile(dataFolder: string): ServerFile | undefined {
  try {
    const server = serverFileSchema.parse(JSON.parse(readFileSync(pathIn(dataFolder), "utf8")));
    process.kill(server.pid, 0);
    return server;
  } catch {
    return undefined;
  }
}

const answerMs = 5_000;

/** The server of a data folder that answers now. A killed one leaves its file, and its number goes to another process. */
export async function findServer(dataFolder: string): Promise<ServerFile | undefined> {
  const server = readServerFile(dataFolder);
  if (!server) return undefined;
  try {
    const signal = AbortSignal.timeout(answerMs);
    const answer = await fetch(`${server.url}/health`, { signal });
    return answer.ok ? server : undefined;
  } catch {
    return undefined;
  }
}

export function removeServerFile(dataFolder: string): void {
  rmSync(pathIn(dataFolder), { force: true });
}
