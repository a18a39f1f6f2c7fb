import { createHash, type Hash } from "node:crypto";
import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createZstdCompress, createZstdDecompress } from "node:zlib";
import { AppError, type BothLanguages } from "@causeway/kernel";
import { z } from "zod";
import { errorCode } from "../../embedded/create-file-once.ts";
import { sealedKeySchema } from "../sealed-key.ts";
import { type Frame, frameHeadBytes, unpackFrames } from "./frame.ts";

/**
 * A backup is one file: a line that names it and its version, a line of JSON (the header, readable as it is), a zstd
 * stream of pieces, and the SHA-256 of all before it. Whatever a later version changes, the first line stays.
 */
const firstLine = "causeway-backup 1\n";
const anyFirstLine = /^causeway-backup (\d{1,9})\n/;
const digestBytes = 32;
const longestHeader = 65_536;

export const backupHeaderSchema = z.object({
  id: z.string().min(1),
  /** The moment that the backup shows. */
  takenAt: z.iso.datetime(),
  /** Tells whether a secret key is the one of the backup; null when there was none to be found. */
  keyFingerprint: z.string().nullable(),
  /** The key itself, under a passphrase. */
  key: sealedKeySchema.nullable(),
});
export type BackupHeader = z.infer<typeof backupHeaderSchema>;

/**
 * Writes a backup beside its place, reads it back from its first byte to its last, and moves it there, so that no half or
 * damaged one is ever taken for a backup. Resolves to its size. Throws AppError("conflict") when the file exists.
 */
export async function writeBackupFile(
  path: string,
  header: BackupHeader,
  pieces: AsyncIterable<Buffer>,
): Promise<number> {
  if (existsSync(path)) {
    throw new AppError("conflict", {
      zh: `${path} 已存在；备份从不覆盖文件，请换一个文件名`,
      en: `${path} exists; a backup never replaces a file, name another one`,
    });
  }
  const draft = `${path}.part-${process.pid}`;
  const hash = createHash("sha256");
  const written = { pieces: 0, bytes: 0 };
  try {
    await pipeline(
      Readable.from(counted(pieces, written)),
      createZstdCompress(),
      (compressed) => wrap(header, compressed, hash),
      createWriteStream(draft, { flags: "wx", mode: 0o600, flush: true }),
    );
    await readBack(draft, written);
    await rename(draft, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(draft, { force: true });
    throw explainWrite(error, path);
  }
  return (await sizeOf(path)).size;
}

interface Extent {
  readonly pieces: number;
  readonly bytes: number;
}

async function* counted(pieces: AsyncIterable<Buffer>, written: { pieces: number; bytes: number }) {
  for await (const piece of pieces) {
    written.pieces += 1;
    written.bytes += piece.length;
    yield piece;
  }
}

/** Throws AppError("unavailable") unless a file holds as many pieces and bytes as were written, all of them sound. */
export async function readBack(path: string, written: Extent): Promise<void> {
  const found = { pieces: 0, bytes: 0 };
  try {
    for await (const { body } of (await openBackupFile(path)).frames()) {
      found.pieces += 1;
      found.bytes += body.length + frameHeadBytes;
    }
  } catch (cause) {
    throw new AppError(
      "unavailable",
      {
        zh: `${path} 读回的内容与写入的不同：请换一块磁盘再备份`,
        en: `${path} does not read as it was written; back up to another disk`,
      },
      { cause },
    );
  }
  if (found.pieces !== written.pieces || found.bytes !== written.bytes) {
    throw new AppError("unavailable", {
      zh: `${path} 没有保存全部写入的内容：请换一块磁盘再备份`,
      en: `${path} does not hold all that was written; back up to another disk`,
    });
  }
}

async function* wrap(header: BackupHeader, compressed: AsyncIterable<Buffer>, hash: Hash) {
  const begin = Buffer.from(`${firstLine}${JSON.stringify(header)}\n`);
  hash.update(begin);
  yield begin;
  for await (const chunk of compressed) {
    hash.update(chunk);
    yield chunk;
  }
  yield hash.digest();
}

export interface BackupFile {
  readonly header: BackupHeader;
  readonly size: number;
  /** The pieces in their order; may be read again. */
  frames(): AsyncGenerator<Frame>;
}

/**
 * Reads a backup from its first byte to its last and makes sure that it is whole.
 * Throws AppError("bad-input") with one sentence: no backup, a newer version, cut off or damaged.
 */
export async function openBackupFile(path: string): Promise<BackupFile> {
  const { size, start } = await readFileStart(path);
  const version = anyFirstLine.exec(start.toString("latin1"))?.[1];
  if (version === undefined)
    throw new AppError("bad-input", {
      zh: `${path} 不是 Causeway 的备份`,
      en: `${path} is not a Causeway backup`,
    });
  if (version !== "1") {
    throw new AppError("bad-input", {
      zh: `${path} 来自更新版本的 Causeway（备份格式 ${version}）：请用那个版本恢复`,
      en: `${path} was made by a newer version of Causeway (backup format ${version}); restore it with that version`,
    });
  }
  const headerEnd = start.indexOf(10, firstLine.length);
  if (headerEnd < 0 || size < headerEnd + digestBytes || !(await isWhole(path, size))) {
    throw new AppError("bad-input", {
      zh: `${path} 已损坏或不完整，没有恢复任何内容：请重新复制该文件，或使用另一份备份`,
      en: `${path} is damaged or cut off; nothing was restored. Copy it again, or take another backup`,
    });
  }
  const header = backupHeaderSchema.parse(
    JSON.parse(start.subarray(firstLine.length, headerEnd).toString()),
  );
  const body = { start: headerEnd + 1, end: size - digestBytes - 1 };
  return {
    header,
    size,
    frames: () => unpackFrames(createReadStream(path, body).pipe(createZstdDecompress())),
  };
}

async function isWhole(path: string, size: number): Promise<boolean> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { end: size - digestBytes - 1 })) {
    hash.update(chunk);
  }
  const digest: Buffer[] = [];
  for await (const chunk of createReadStream(path, { start: size - digestBytes })) {
    digest.push(chunk);
  }
  return hash.digest().equals(Buffer.concat(digest));
}

async function readFileStart(path: string): Promise<{ size: number; start: Buffer }> {
  const { size } = await sizeOf(path);
  const file = await open(path, "r");
  try {
    const start = Buffer.alloc(Math.min(size, longestHeader));
    await file.read(start, 0, start.length, 0);
    return { size, start };
  } finally {
    await file.close();
  }
}

async function sizeOf(path: string): Promise<{ readonly size: number }> {
  try {
    const file = await open(path, "r");
    try {
      const facts = await file.stat();
      if (!facts.isFile())
        throw new AppError("bad-input", {
          zh: `${path} 不是文件：请给出备份文件`,
          en: `${path} is not a file; name the backup itself`,
        });
      return facts;
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    const code = errorCode(error);
    const isMissing = code === "ENOENT";
    throw new AppError("bad-input", {
      zh: `${path} ${isMissing ? "不存在" : `无法读取（${code ?? error}）`}：请检查文件名和权限`,
      en: `${path} ${isMissing ? "does not exist" : `cannot be read (${code ?? error})`}; check its name and rights`,
    });
  }
}

/** A new name in a folder is on disk when the folder is. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

const noSpace = {
  zh: "磁盘空间不足，请腾出空间或写到另一块磁盘",
  en: "there is no space left; make room, or write to another disk",
} as const;
const noRight = {
  zh: "当前用户不能写入，请换一个目录或用户",
  en: "this user may not write there; take another folder or user",
} as const;

function explainWrite(error: unknown, path: string): unknown {
  const reasons: Readonly<Record<string, BothLanguages>> = {
    ENOSPC: noSpace,
    EDQUOT: noSpace,
    EACCES: noRight,
    EROFS: noRight,
    ENOENT: {
      zh: "该目录不存在，请先建立",
      en: "the folder does not exist; make it first",
    },
    EEXIST: {
      zh: "另一个备份正写入同一位置，请换一个文件名",
      en: "another backup is being written there; name another file",
    },
  };
  const reason = reasons[errorCode(error) ?? ""];
  if (reason === undefined) return error;
  const words = {
    zh: `${path} 无法写入：${reason.zh}`,
    en: `${path} cannot be written: ${reason.en}`,
  };
  return new AppError("unavailable", words, { cause: error });
}
