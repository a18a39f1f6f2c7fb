import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmdirSync,
  rmSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AppError } from "@causeway/kernel";
import { makePrivateFolder, type ServerAccount } from "./cluster.ts";
import { createFileOnce, readIfThere } from "./create-file-once.ts";
import { canEnter } from "./data-location.ts";
import { processState, readPostmasterFile } from "./postmaster-file.ts";

/** Where a server listens: a Unix socket's folder, or where there are none a port of the loopback address. */
export interface ServerAddress {
  readonly socketDirectory: string | undefined;
  readonly port: number;
}

const usualPort = 5432;
/** A socket's path is cut at about 104 bytes on some systems; the server adds ".s.PGSQL.5432.lock". */
const longestFolder = 80;

/**
 * The address of the server in `home`: that of the running one; else the same as before, so that open pools find it
 * again; else a new one, of which several processes that come at once all take the same.
 */
export async function serverAddress(
  home: string,
  account: ServerAccount | undefined,
): Promise<ServerAddress> {
  const running = runningAddress(join(home, "data"));
  if (running) return running;
  const path = join(home, "address.json");
  const before = parseAddress(readIfThere(path));
  if (before && (await isUsable(before, account))) return before;
  // Taken by somebody else meanwhile.
  if (before) rmSync(path);
  const made = await newAddress(account);
  const agreed = parseAddress(createFileOnce(path, () => `${JSON.stringify(made)}\n`));
  if (!agreed)
    throw new AppError("unavailable", {
      zh: `${path} 已损坏：请删除后重新启动`,
      en: `${path} is damaged; delete it and start again`,
    });
  if (agreed.socketDirectory !== made.socketDirectory) forgetAddress(made);
  return agreed;
}

function runningAddress(dataDirectory: string): ServerAddress | undefined {
  const file = readPostmasterFile(dataDirectory);
  if (!file || processState(file.pid, dataDirectory) !== "server") return undefined;
  const { port, socketDirectory } = file;
  if (process.platform !== "win32" && socketDirectory === undefined) return undefined;
  return port > 0 ? { port, socketDirectory } : undefined;
}

async function isUsable(
  { socketDirectory, port }: ServerAddress,
  account: ServerAccount | undefined,
): Promise<boolean> {
  return socketDirectory === undefined ? isFree(port) : restoreFolder(socketDirectory, account);
}

async function newAddress(account: ServerAccount | undefined): Promise<ServerAddress> {
  if (process.platform === "win32") return { socketDirectory: undefined, port: await freePort() };
  const socketDirectory = mkdtempSync(join(temporaryFolder(account), "cw-"));
  makePrivateFolder(socketDirectory, account);
  return { socketDirectory, port: usualPort };
}

/** Removes the socket's folder after the server has stopped, unless another process has started one meanwhile. */
export function forgetAddress({ socketDirectory }: ServerAddress): void {
  try {
    if (socketDirectory !== undefined) rmdirSync(socketDirectory);
  } catch {
    // Not empty: in use again.
  }
}

/** Makes the folder of a socket once more, when the one who stopped the server before has removed it. */
export function restoreAddress(
  { socketDirectory }: ServerAddress,
  account: ServerAccount | undefined,
): void {
  if (socketDirectory !== undefined) restoreFolder(socketDirectory, account);
}

function parseAddress(text: string | undefined): ServerAddress | undefined {
  try {
    const value: unknown = JSON.parse(text ?? "");
    if (!value || typeof value !== "object" || !("port" in value)) return undefined;
    const socketDirectory =
      "socketDirectory" in value && typeof value.socketDirectory === "string"
        ? value.socketDirectory
        : undefined;
    return typeof value.port === "number" ? { port: value.port, socketDirectory } : undefined;
  } catch {
    return undefined;
  }
}

/** Makes the folder again when it is gone; false when it is not ours: anybody may make folders in a temporary folder. */
function restoreFolder(path: string, account: ServerAccount | undefined): boolean {
  try {
    mkdirSync(path, { mode: 0o700 });
    makePrivateFolder(path, account);
    return true;
  } catch {
    return isPrivate(path, account);
  }
}

function isPrivate(path: string, account: ServerAccount | undefined): boolean {
  try {
    const found = lstatSync(path);
    if (!found.isDirectory() || found.uid !== (account?.uid ?? process.getuid?.())) return false;
    chmodSync(path, 0o700);
    return true;
  } catch {
    return false;
  }
}

function temporaryFolder(account: ServerAccount | undefined): string {
  const usable = (folder: string) =>
    Buffer.byteLength(folder) <= longestFolder && (!account || canEnter(account, folder));
  const configured = realpathSync(tmpdir());
  return usable(configured) ? configured : "/tmp";
}

/** A port of the loopback address that nobody listens on at this moment. */
export function freePort(): Promise<number> {
  return listenOnce(0);
}

function isFree(port: number): Promise<boolean> {
  return listenOnce(port).then(
    () => true,
    () => false,
  );
}

function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(address && typeof address === "object" ? address.port : port));
    });
  });
}
