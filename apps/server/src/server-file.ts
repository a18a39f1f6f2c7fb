import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const serverFileSchema = z.object({ pid: z.int(), url: z.string(), startedAt: z.string() });
export type ServerFile = z.infer<typeof serverFileSchema>;

const pathIn = (dataFolder: string) => join(dataFolder, "server.json");

/** Says in the data folder where the server answers, for commands beside it. */
export function writeServerFile(dataFolder: string, server: ServerFile): void {
  mkdirSync(dataFolder, { recursive: true });
  rmSync(pathIn(dataFolder), { force: true });
  writeFileSync(pathIn(dataFolder), `${JSON.stringify(server)}\n`, { mode: 0o600 });
}

/** The running server of a data folder; undefined when none runs, also when one was killed and left its file. */
export function readServerFile(dataFolder: string): ServerFile | undefined {
  try {
    const server = serverFileSchema.parse(JSON.parse(readFileSync(pathIn(dataFolder), "utf8")));
    process.kill(server.pid, 0);
    return server;
  } catch {
    return undefined;
  }
}

export function removeServerFile(dataFolder: string): void {
  rmSync(pathIn(dataFolder), { force: true });
}
