import type { ChildProcess } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { processState } from "./postmaster-file.ts";

const patienceMs = 60_000;

/**
 * Stops a server that this process started: "fast" (SIGINT) ends its connections and writes everything down; one that
 * does not end within a minute is told to end at once (SIGQUIT) and recovers at its next start.
 */
export async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGINT");
  const impatience = setTimeout(() => child.kill("SIGQUIT"), patienceMs);
  await gone;
  clearTimeout(impatience);
}

/** Stops the server of a data directory that runs as process `pid`, whoever started it, and waits until it is gone. */
export async function stopProcess(dataDirectory: string, pid: number): Promise<void> {
  const end = performance.now() + patienceMs;
  const isRunning = () => processState(pid, dataDirectory) === "server";
  if (!isRunning()) return;
  signal(pid, "SIGINT");
  while (isRunning() && performance.now() < end) await pause(20);
  if (isRunning()) signal(pid, "SIGQUIT");
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
