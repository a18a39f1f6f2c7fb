import { resolve } from "node:path";
import { noteBackup } from "@causeway/app-server";
import { wordsOf } from "@causeway/kernel";
import { type BackupOptions, backupDatabase, type KeyInBackup } from "@causeway/platform-database";

export interface TakenBackup {
  readonly file: string;
  readonly takenAt: Date;
  readonly tables: number;
  readonly rows: number;
  readonly bytes: number;
  readonly seconds: number;
  readonly key: KeyInBackup;
}

/** Writes one backup and notes in the data folder how it ended, for the status page and `doctor`. Throws what it fails with. */
export async function takeBackup(
  options: BackupOptions,
  everySeconds: number | null = null,
): Promise<TakenBackup> {
  const began = performance.now();
  const startedAt = new Date().toISOString();
  const file = resolve(options.path);
  try {
    const written = await backupDatabase(options);
    noteBackup(
      options.dataFolder,
      { startedAt, file, bytes: written.bytes, error: null },
      everySeconds,
    );
    return { file, ...written, seconds: Math.round(performance.now() - began) / 1000 };
  } catch (error) {
    const attempt = { startedAt, file, bytes: 0, error: wordsOf(error) };
    noteBackup(options.dataFolder, attempt, everySeconds);
    throw error;
  }
}
