import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { AppError } from "@causeway/kernel";
import type { ServerAccount } from "./cluster.ts";
import { makeOpenFolder, systemFolder } from "./data-location.ts";
import type { ServerBinaries } from "./server-binaries.ts";

/**
 * The programs in a place from which the account may run them: where they are, or, when they lie behind a closed
 * folder, a copy under `/var/lib/causeway` (60 MB, once for each version).
 */
export function reachableBinaries(
  binaries: ServerBinaries,
  account: ServerAccount | undefined,
  system: string = systemFolder,
): ServerBinaries {
  if (!account || runsAs(account, binaries.postgres)) return binaries;
  const native = dirname(dirname(binaries.postgres));
  const copy = join(system, `postgresql-${packageVersion(native)}`);
  const moved = (path: string) => join(copy, relative(native, path));
  if (!existsSync(copy)) copyFolder(native, copy);
  if (!runsAs(account, moved(binaries.postgres))) {
    throw new AppError("forbidden", {
      zh: `用户 ${account.uid} 无法运行 ${moved(binaries.postgres)}：请以普通用户启动，或让该用户能进入此目录`,
      en: `User ${account.uid} cannot run ${moved(binaries.postgres)}: start as an ordinary user, or let that user into the folder`,
    });
  }
  return {
    initdb: moved(binaries.initdb),
    postgres: moved(binaries.postgres),
    major: binaries.major,
  };
}

function runsAs(account: ServerAccount, program: string): boolean {
  return spawnSync(program, ["--version"], { ...account, cwd: "/" }).status === 0;
}

function copyFolder(from: string, to: string): void {
  makeOpenFolder(dirname(to));
  const draft = mkdtempSync(`${to}.`);
  try {
    const inside = join(draft, "native");
    cpSync(from, inside, { recursive: true, verbatimSymlinks: true });
    renameSync(inside, to);
  } catch (error) {
    // Another process may have been faster.
    if (!existsSync(to)) throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function packageVersion(native: string): string {
  const text = readFileSync(join(dirname(native), "package.json"), "utf8");
  return /"version":\s*"([^"]+)"/.exec(text)?.[1] ?? "unknown";
}
