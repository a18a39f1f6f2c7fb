import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { AppError } from "@causeway/kernel";
import { checkServer } from "../check-server.ts";
import { type Connection, connectionFromUrl } from "../connection.ts";
import type { ServerUse } from "../embedded/server-lock.ts";
import { startEmbedded } from "../embedded/start-embedded.ts";
import type { ModuleMigrations } from "../migration.ts";
import { createSecretBox, keyPath } from "../secret-box.ts";
import { type BackupHeader, openBackupFile } from "./container/backup-file.ts";
import {
  type RestoredBackup,
  readManifest,
  requireEmpty,
  restoreBackup,
} from "./restore-backup.ts";
import { openKey, sealKey } from "./sealed-key.ts";
import { type WrittenBackup, writeBackup } from "./write-backup.ts";

export interface BackupPlace {
  /** DATABASE_URL; without it the embedded server of `dataFolder`. */
  readonly url?: string | undefined;
  readonly dataFolder: string;
  /** CAUSEWAY_SECRET. */
  readonly secret?: string | undefined;
}

export interface BackupOptions extends BackupPlace {
  readonly path: string;
  /** Puts the secret key into the file, readable with this only. */
  readonly passphrase?: string | undefined;
  /** Hears of each table as its turn comes. */
  readonly report?: (table: string) => void;
}

/**
 * What became of the secret key: `sealed` in the file; `left` beside the data; kept in the environment; or not found.
 */
export type KeyInBackup = "sealed" | "left" | "environment" | "none";

/**
 * Writes one moment of an installation into a file, whether a server runs on it or not. Nothing is migrated: this is
 * what one does before a new version starts.
 */
export async function backupDatabase(
  options: BackupOptions,
): Promise<WrittenBackup & { readonly key: KeyInBackup }> {
  const { dataFolder, secret, passphrase, path, report = () => undefined } = options;
  if (options.url === undefined) requireData(dataFolder);
  const place = keyPath(dataFolder);
  const hasFile = secret === undefined && existsSync(place);
  const sealed = hasFile && passphrase !== undefined;
  const key = hasFile
    ? sealed
      ? "sealed"
      : "left"
    : secret === undefined
      ? "none"
      : "environment";
  const material = sealed ? readFileSync(place, "utf8").trim() : undefined;
  const written = await withPlace(options, "command", (admin) =>
    writeBackup(admin, {
      path,
      report,
      keyFingerprint: key === "none" ? null : fingerprint(options),
      sealKey:
        material === undefined || passphrase === undefined
          ? undefined
          : (id) => sealKey(material, passphrase, id),
    }),
  );
  return { ...written, key };
}

/** A command that only looks must not found an installation. */
function requireData(dataFolder: string): void {
  if (["postgres", "location.json"].some((name) => existsSync(join(dataFolder, name)))) return;
  throw new AppError("not-found", {
    zh: `${dataFolder} 中没有可备份的数据：请用 --data 指定服务器的数据目录`,
    en: `There are no data in ${dataFolder} to back up; name the server's data folder with --data`,
  });
}

export interface RestoreOptions extends BackupOptions {
  readonly modules: readonly ModuleMigrations[];
}

/** The secret key after a restore: the one of the backup (`same`), another one (`different`), or nobody can tell. */
export type KeyAfterRestore = "same" | "different" | "unknown";

/**
 * Restores a backup into an empty data folder or an empty database. The file is checked from end to end, and so are the
 * passphrase and the place, before anything is written.
 */
export async function restoreDatabase(
  options: RestoreOptions,
): Promise<RestoredBackup & { readonly key: KeyAfterRestore; readonly hadKey: boolean }> {
  const { path, passphrase, modules, report = () => undefined } = options;
  const file = await openBackupFile(path);
  const { header } = file;
  if (passphrase !== undefined && header.key === null) {
    throw new AppError("bad-input", {
      zh: "给出了口令，但这份备份中没有密钥：请去掉口令再恢复，并把原来的 secret.key 放到数据目录",
      en: "There is a passphrase, but no secret key in this backup; restore without it, and put the old secret.key in the data folder",
    });
  }
  const key =
    header.key !== null && passphrase !== undefined
      ? openKey(header.key, passphrase, header.id)
      : undefined;
  const manifest = await readManifest(file, modules);
  const restored = await withPlace(options, "server", async (admin) => {
    await requireEmpty(admin);
    if (key !== undefined) placeKey(options, key);
    const secrets = createSecretBox(options);
    const passwordFor = (installation: string) => secrets.derive(`database-login:${installation}`);
    return restoreBackup(admin, file, manifest, { modules, passwordFor, report });
  });
  return { ...restored, key: compareKey(options, header), hadKey: header.key !== null };
}

/** Runs `work` as the administrator of an installation, with the embedded server where there is no URL. */
export async function withPlace<T>(
  { url, dataFolder }: BackupPlace,
  use: ServerUse,
  work: (admin: Connection) => Promise<T>,
): Promise<T> {
  if (url !== undefined) {
    const admin = connectionFromUrl(url);
    await checkServer(admin);
    return work(admin);
  }
  const server = await startEmbedded(dataFolder, use, () => undefined);
  try {
    return await work(server.connection);
  } finally {
    await server.stop();
  }
}

function placeKey({ dataFolder, secret }: BackupPlace, key: string): void {
  const place = keyPath(dataFolder);
  if (secret !== undefined) {
    throw new AppError("bad-input", {
      zh: "设置了 CAUSEWAY_SECRET，而这份备份的密钥是文件：恢复和启动服务器时都请取消该变量",
      en: "CAUSEWAY_SECRET is set, but the secret key of this backup is a file; unset it for the restore and for the server",
    });
  }
  if (existsSync(place)) {
    if (readFileSync(place, "utf8").trim() === key) return;
    throw new AppError("conflict", {
      zh: `${place} 已存在，且是另一个密钥：请先移走`,
      en: `${place} exists and is another key; move it away first`,
    });
  }
  mkdirSync(dirname(place), { recursive: true });
  writeFileSync(place, `${key}\n`, { flag: "wx", mode: 0o600 });
}

function compareKey(place: BackupPlace, header: BackupHeader): KeyAfterRestore {
  if (header.keyFingerprint === null) return "unknown";
  return fingerprint(place) === header.keyFingerprint ? "same" : "different";
}

function fingerprint(place: BackupPlace): string {
  return createSecretBox(place).derive("backup-fingerprint");
}
