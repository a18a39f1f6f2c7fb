import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sameWords } from "@causeway/kernel";
import { z } from "zod";

const attemptSchema = z.object({
  startedAt: z.iso.datetime(),
  file: z.string(),
  /** 0 where nothing was written. */
  bytes: z.int(),
  /** Why there is no backup; null where there is one. */
  error: z
    .union([
      z.object({ zh: z.string(), en: z.string() }),
      // As earlier versions noted it.
      z.string().transform(sameWords),
    ])
    .nullable(),
});
export type BackupAttempt = z.infer<typeof attemptSchema>;

const backupStateSchema = z.object({
  /** How often a backup was promised; null where nobody has. */
  everySeconds: z.int().positive().nullable(),
  last: attemptSchema,
  /** The newest one that there is. */
  lastGood: attemptSchema.nullable(),
});
export type BackupState = z.infer<typeof backupStateSchema>;

const pathIn = (dataFolder: string) => join(dataFolder, "backups.json");

/** What became of the last backups; undefined where none was ever tried. */
export function readBackupState(dataFolder: string): BackupState | undefined {
  try {
    return backupStateSchema.parse(JSON.parse(readFileSync(pathIn(dataFolder), "utf8")));
  } catch {
    return undefined;
  }
}

/**
 * Notes in the data folder, for the server and for people, how a backup ended. A promise that was made stays until
 * another one is made. A folder that is not there, or is somebody else's, is left alone: the backup counts all the same.
 */
export function noteBackup(
  dataFolder: string,
  attempt: BackupAttempt,
  everySeconds: number | null = null,
): void {
  const before = readBackupState(dataFolder);
  const state: BackupState = {
    everySeconds: everySeconds ?? before?.everySeconds ?? null,
    last: attempt,
    lastGood: attempt.error === null ? attempt : (before?.lastGood ?? null),
  };
  try {
    const draft = `${pathIn(dataFolder)}.${process.pid}`;
    writeFileSync(draft, `${JSON.stringify(state)}\n`, { mode: 0o600 });
    renameSync(draft, pathIn(dataFolder));
  } catch {
    // See above.
  }
}

/** A backup takes its time, and so may the start of a machine: a tenth is granted. */
const patience = 1.1;

/** Whether the newest backup is older than was promised. */
export function isBackupOverdue({ everySeconds, lastGood }: BackupState, now: Date): boolean {
  if (everySeconds === null) return false;
  if (lastGood === null) return true;
  const ageMs = now.getTime() - Date.parse(lastGood.startedAt);
  return ageMs > everySeconds * 1_000 * patience;
}
