import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { backupName, pruneBackups } from "./backup-folder.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cw-prune-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("pruneBackups() keeps the newest of its own backups, over the end of a year, and every other file", () => {
  const times = ["2026-12-30T23:00:00Z", "2026-12-31T23:00:00Z", "2027-01-01T23:00:00Z"];
  const names = times.map((time) => backupName(new Date(time)));
  const others = ["before-upgrade.backup", `${names[0]}.part-7`, "causeway.backup"];
  for (const name of [...names, ...others]) writeFileSync(join(folder, name), "");
  expect(pruneBackups(folder, 3)).toEqual([]);
  expect(pruneBackups(folder, 2)).toEqual(["causeway-2026-12-30T23-00-00Z.backup"]);
  expect(readdirSync(folder).sort()).toEqual([...names.slice(1), ...others].sort());
});
