import { mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { readBackupState } from "@causeway/app-server";
import type { BackupOptions } from "@causeway/platform-database";
import { backupName, pruneBackups } from "./backup-folder.ts";
import { type TakenBackup, takeBackup } from "./take-backup.ts";

export interface RepeatOptions extends Omit<BackupOptions, "path"> {
  readonly folder: string;
  readonly everySeconds: number;
  readonly keep: number;
  readonly signal: AbortSignal;
  readonly onTaken: (backup: TakenBackup, removed: readonly string[]) => void;
  readonly onFailed: (error: unknown) => void;
  /** Called before each pause, also after a failure. */
  readonly onWaiting: (due: Date) => void;
}

/** After a failure, unless backups come more often anyway. */
const againSeconds = 600;

/**
 * Takes backups into a folder until the signal says to stop: the first one at once, unless the newest that is known to be
 * there is younger than was promised. One that fails is reported and tried again; old ones go when a new one is there.
 */
export async function repeatBackups(options: RepeatOptions): Promise<void> {
  const { folder, everySeconds, keep, signal, onTaken, onFailed, onWaiting, ...place } = options;
  let waitMs = untilDueMs(options);
  for (;;) {
    if (waitMs > 0) onWaiting(new Date(Date.now() + waitMs));
    await pause(waitMs, signal);
    if (signal.aborted) return;
    const startedAt = new Date();
    try {
      mkdirSync(folder, { recursive: true });
      const path = join(folder, backupName(startedAt));
      const taken = await takeBackup({ ...place, path }, everySeconds);
      onTaken(taken, pruneBackups(folder, keep));
      waitMs = Math.max(0, startedAt.getTime() + everySeconds * 1_000 - Date.now());
    } catch (error) {
      onFailed(error);
      waitMs = Math.min(againSeconds, everySeconds) * 1_000;
    }
  }
}

/** A restart is no reason for one more, nor for one less. */
function untilDueMs({ dataFolder, folder, everySeconds }: RepeatOptions): number {
  const lastGood = readBackupState(dataFolder)?.lastGood;
  if (!lastGood || dirname(lastGood.file) !== resolve(folder)) return 0;
  const dueMs = Date.parse(lastGood.startedAt) + everySeconds * 1_000;
  return Math.min(everySeconds * 1_000, Math.max(0, dueMs - Date.now()));
}

function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      done();
    };
    const timer = setTimeout(end, durationMs);
    signal.addEventListener("abort", end);
    if (signal.aborted) end();
  });
}
