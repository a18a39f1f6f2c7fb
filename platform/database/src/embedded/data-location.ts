import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, realpathSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { AppError } from "@causeway/kernel";
import { makePrivateFolder, type ServerAccount } from "./cluster.ts";
import { createFileOnce, readIfThere } from "./create-file-once.ts";
import { serverAccount } from "./server-account.ts";

/** Where the embedded server's files lie and whom they belong to. */
export interface DataLocation {
  /** The data folder as the user named it, resolved: keys, uploads, `location.json`. */
  readonly folder: string;
  /** The folder of the server: `data`, its log and its address. */
  readonly home: string;
  /** Set when this process is root, as whom PostgreSQL does not run. */
  readonly account: ServerAccount | undefined;
}

/** Where data and programs go that an unprivileged account cannot reach in their usual place. */
export const systemFolder = "/var/lib/causeway";

/**
 * Decides where the server's files lie: `<dataFolder>/postgres`, or, when this process is root and the unprivileged
 * account cannot enter that folder, `/var/lib/causeway/<hash of the path>`; `<dataFolder>/location.json` then says so
 * and is followed from there on. Throws AppError("forbidden") when the files belong to somebody else.
 */
export function locateData(dataFolder: string, system: string = systemFolder): DataLocation {
  mkdirSync(dataFolder, { recursive: true });
  const folder = realpathSync(dataFolder);
  const moved = readLocation(folder);
  const home = moved ?? join(folder, "postgres");
  const account = serverAccount();
  if (existsSync(join(home, "data"))) {
    return { folder, home, account: accountOf(join(home, "data"), account) };
  }
  if (account && moved === undefined && !canEnter(account, folder)) {
    const hash = createHash("sha256").update(folder).digest("hex").slice(0, 16);
    const elsewhere = join(system, hash);
    makeOpenFolder(system);
    createFileOnce(
      join(folder, "location.json"),
      () => `${JSON.stringify({ postgres: elsewhere })}\n`,
    );
    makePrivateFolder(elsewhere, account);
    return { folder, home: elsewhere, account };
  }
  makePrivateFolder(home, account);
  return { folder, home, account };
}

/** Whether an account may enter a folder; asked of the system itself, which knows every rule that applies. */
export function canEnter(account: ServerAccount, folder: string): boolean {
  const result = spawnSync("/bin/sh", ["-c", 'cd "$0"', folder], { ...account, cwd: "/" });
  return result.status === 0;
}

/** Makes a folder of root that everybody may enter, whatever the umask. */
export function makeOpenFolder(path: string): void {
  if (existsSync(path)) return;
  makeOpenFolder(dirname(path));
  mkdirSync(path, { recursive: true, mode: 0o755 });
}

function readLocation(folder: string): string | undefined {
  const path = join(folder, "location.json");
  const text = readIfThere(path);
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (value && typeof value === "object" && "postgres" in value) {
      if (typeof value.postgres === "string") return value.postgres;
    }
  } catch {
    // Falls through to the message below.
  }
  throw new AppError("bad-input", {
    zh: `${path} 必须写明一个目录：{"postgres": "/var/lib/…"}`,
    en: `${path} must name a folder: {"postgres": "/var/lib/…"}`,
  });
}

/** Data that exist are served as their owner; only root may act as somebody else. */
function accountOf(
  dataDirectory: string,
  account: ServerAccount | undefined,
): ServerAccount | undefined {
  const getuid = process.getuid;
  if (!getuid) return undefined;
  const { uid, gid } = statSync(dataDirectory);
  if (account) return uid === 0 ? account : { uid, gid };
  if (uid === getuid()) return undefined;
  throw new AppError("forbidden", {
    zh: `${dataDirectory} 中的数据属于用户 ${uid}。请以该用户或 root 启动。`,
    en: `The data in ${dataDirectory} belong to user ${uid}. Start as that user, or as root.`,
  });
}
