import { mkdirSync, rmSync, statSync, utimesSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

const signEveryMs = 5_000;
/** Who has given no sign for so long has died. */
const deadAfterMs = 30_000;

/**
 * Lets one process at a time build in a checkout; `work` of the others waits, and should look again whether there is
 * anything left to do. Where no lock can be written nothing is waited for: the build says what is wrong.
 */
export async function withBuildLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  while (!take(path)) await pause(100);
  const signs = setInterval(() => sign(path), signEveryMs);
  try {
    return await work();
  } finally {
    clearInterval(signs);
    rmSync(path, { recursive: true, force: true });
  }
}

function take(path: string): boolean {
  try {
    mkdirSync(path);
    return true;
  } catch (error) {
    if (codeOf(error) !== "EEXIST") return true;
  }
  const signedAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  if (signedAt !== undefined && Date.now() - signedAt > deadAfterMs) {
    rmSync(path, { recursive: true, force: true });
  }
  return false;
}

function sign(path: string): void {
  try {
    const now = new Date();
    utimesSync(path, now, now);
  } catch {
    // Nobody could write it, or it was taken for dead: the build goes on either way.
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
