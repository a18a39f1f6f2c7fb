import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { AppError } from "@causeway/kernel";
import type { RefuseFile } from "../refuse-file.ts";
import { joined } from "./joined.ts";
import { peek } from "./peek.ts";

const mostBytes = 2 * 1024 ** 3;
const harmlessBytes = 1024 ** 2;
const mostUnpacking = 200;

/** The bytes of a file, unpacked where gzip has packed them, and counted: throws by `refuse` for what is damaged or made to fill the disk. */
export async function unpacked(
  input: AsyncIterable<Uint8Array>,
  refuse: RefuseFile,
): Promise<AsyncIterable<Uint8Array>> {
  const { start, rest } = await peek(input, 2);
  const isGzip = start[0] === 0x1f && start[1] === 0x8b;
  if (!isGzip) return limited(rest, () => mostBytes, refuse);
  let packed = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of rest) {
      packed += chunk.length;
      yield chunk;
    }
  }
  // A table packs to a tenth or so; a thousandth was made to fill the disk.
  return limited(
    joined(Readable.from(counted()), createGunzip()),
    () => Math.min(mostBytes, Math.max(harmlessBytes, packed * mostUnpacking)),
    refuse,
  );
}

async function* limited(
  input: AsyncIterable<Uint8Array>,
  most: () => number,
  refuse: RefuseFile,
): AsyncGenerator<Uint8Array> {
  let length = 0;
  try {
    for await (const chunk of input) {
      length += chunk.length;
      if (length > most() && length <= mostBytes) {
        throw refuse("unpacks");
      }
      if (length > mostBytes) throw refuse("large");
      yield chunk;
    }
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw refuse("damaged", cause);
  }
}
