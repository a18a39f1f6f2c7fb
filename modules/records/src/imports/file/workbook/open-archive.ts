import { AppError } from "@causeway/kernel";
import { type Entry, fromBufferPromise } from "yauzl";
import type { RefuseFile } from "../refuse-file.ts";

/** Files in a ZIP archive that lies in memory. */
export interface Archive {
  has(name: string): boolean;
  /** A file's text (UTF-8) in parts as it is unpacked; nothing where there is none of the name. */
  text(name: string): AsyncGenerator<string>;
}

const mostEntries = 10_000;
const mostBytes = 2 * 1024 ** 3;
const harmlessBytes = 1024 ** 2;
const mostUnpacking = 200;

/**
 * Opens a ZIP archive. Throws by `refuse` for what is damaged, encrypted, or unpacks to far more than a table would: what is
 * unpacked is counted over all files together, whatever their headers promise.
 */
export async function openArchive(packed: Buffer, refuse: RefuseFile): Promise<Archive> {
  const damaged = (cause: unknown): never => {
    throw refuse("damaged", cause);
  };
  // It closes itself after the last entry, and files are read later.
  const zip = await fromBufferPromise(packed, { lazyEntries: true, autoClose: false }).catch(
    damaged,
  );
  if (zip.entryCount > mostEntries) throw refuse("unpacks");
  const entries = new Map<string, Entry>();
  try {
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
  } catch (cause) {
    damaged(cause);
  }
  const most = Math.min(mostBytes, Math.max(harmlessBytes, packed.length * mostUnpacking));
  let unpacked = 0;
  const count = (bytes: number): void => {
    unpacked += bytes;
    if (unpacked > most) throw refuse("unpacks");
  };
  return {
    has: (name) => entries.has(name),
    async *text(name) {
      const entry = entries.get(name);
      if (entry === undefined) return;
      const stream = await zip.openReadStreamPromise(entry).catch(damaged);
      const decoder = new TextDecoder();
      try {
        for await (const chunk of stream) {
          count(chunk.length);
          yield decoder.decode(chunk, { stream: true });
        }
      } catch (cause) {
        throw cause instanceof AppError ? cause : refuse("damaged", cause);
      }
      yield decoder.decode();
    },
  };
}
