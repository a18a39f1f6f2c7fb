import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readIfThere } from "./create-file-once.ts";

/** What a running server writes into `postmaster.pid` (PostgreSQL, src/include/utils/pidfile.h). */
export interface PostmasterFile {
  readonly pid: number;
  readonly port: number;
  readonly socketDirectory: string | undefined;
}

export function readPostmasterFile(dataDirectory: string): PostmasterFile | undefined {
  const text = readIfThere(join(dataDirectory, "postmaster.pid"));
  const [pid, , , port, socketDirectory] = (text ?? "").split("\n");
  const number = Number.parseInt(pid ?? "", 10);
  if (!Number.isInteger(number)) return undefined;
  return {
    pid: Math.abs(number),
    port: Number.parseInt(port ?? "", 10) || 0,
    socketDirectory: socketDirectory || undefined,
  };
}

/** `other`: the number now belongs to a different program, or to a server that is dead but not yet reaped. */
export type ProcessState = "server" | "other" | "none";

/** Whether a process number is the server of this data directory. Outside Linux a living process is taken for it. */
export function processState(pid: number, dataDirectory: string): ProcessState {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return "none";
  }
  if (process.platform !== "linux") return "server";
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const state = stat.slice(stat.lastIndexOf(")") + 2, stat.lastIndexOf(")") + 3);
    if (state === "Z" || state === "X") return "other";
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
    return command.includes(dataDirectory) ? "server" : "other";
  } catch {
    return "none";
  }
}

const neverAProcess = "2147483646";

/**
 * Makes PostgreSQL look past a process number that is not a server. The file itself stays, because with the shared
 * memory named in it PostgreSQL makes sure that no process of the dead server still writes.
 */
export function disownPostmasterFile(dataDirectory: string): void {
  const path = join(dataDirectory, "postmaster.pid");
  const text = readIfThere(path);
  if (text !== undefined) writeFileSync(path, text.replace(/^-?\d+/, neverAProcess));
}
