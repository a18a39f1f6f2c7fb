import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import {
  type BackupAttempt,
  isBackupOverdue,
  noteBackup,
  readBackupState,
} from "./backup-state.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cw-backup-state-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const attempt = (day: number, error: BackupAttempt["error"] = null): BackupAttempt => ({
  startedAt: `2026-11-0${day}T03:00:00.000Z`,
  file: `/backups/${day}.backup`,
  bytes: error === null ? 1_000 : 0,
  error,
});

it("noteBackup() keeps the newest good backup through failures, and a promise through single ones", () => {
  expect(readBackupState(folder)).toBeUndefined();
  noteBackup(folder, attempt(1), 86_400);
  noteBackup(folder, attempt(2));
  noteBackup(folder, attempt(3, { zh: "磁盘没有空间了", en: "there is no space left" }));
  expect(readBackupState(folder)).toEqual({
    everySeconds: 86_400,
    last: attempt(3, { zh: "磁盘没有空间了", en: "there is no space left" }),
    lastGood: attempt(2),
  });
  expect(readdirSync(folder)).toEqual(["backups.json"]);
  noteBackup(join(folder, "nowhere"), attempt(4));
  expect(readdirSync(folder)).toEqual(["backups.json"]);
});

it("readBackupState() shows a failure that an earlier version noted in one language to readers of both", () => {
  const last = { ...attempt(3), error: "there is no space left" };
  const state = { everySeconds: null, last, lastGood: attempt(2) };
  writeFileSync(join(folder, "backups.json"), JSON.stringify(state));
  const said = { zh: "there is no space left", en: "there is no space left" };
  expect(readBackupState(folder)?.last.error).toEqual(said);
});

it("isBackupOverdue() grants a tenth, and promises nothing that nobody has promised", () => {
  const state = { everySeconds: 86_400, last: attempt(1), lastGood: attempt(1) };
  expect(isBackupOverdue(state, new Date("2026-11-02T05:00:00Z"))).toBe(false);
  expect(isBackupOverdue(state, new Date("2026-11-02T06:00:00Z"))).toBe(true);
  expect(isBackupOverdue({ ...state, lastGood: null }, new Date("2026-11-01T03:00:00Z"))).toBe(
    true,
  );
  const unpromised = { ...state, everySeconds: null };
  expect(isBackupOverdue(unpromised, new Date("2027-11-02T06:00:00Z"))).toBe(false);
});
