import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

const ours = /^causeway-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.backup$/;

/** The name of a backup that begins now: names in the order of time, and good for every file system. */
export function backupName(startedAt: Date): string {
  return `causeway-${startedAt.toISOString().slice(0, 19).replaceAll(":", "-")}Z.backup`;
}

/** Deletes all but the newest backups of a folder, by the names that `backupName` gives; other files stay. Returns what went. */
export function pruneBackups(folder: string, keep: number): readonly string[] {
  const names = readdirSync(folder)
    .filter((name) => ours.test(name))
    .sort();
  const old = names.slice(0, Math.max(0, names.length - keep));
  for (const name of old) rmSync(join(folder, name));
  return old;
}
