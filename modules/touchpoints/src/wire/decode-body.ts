import { gunzip } from "node:zlib";
import { AppError } from "@causeway/kernel";
import { limits } from "../limits.ts";

const gzipMagic = 0x8b1f;

/**
 * The JSON value of a request body, whatever its Content-Type says: clients send gzip as a form and JSON as text.
 * Unpacks gzip (recognised by its first bytes) and stops at the batch limit, so a bomb costs no memory.
 * Throws `AppError` `too-large` over the limit, `bad-input` for what can never be read.
 */
export async function decodeBody(body: Buffer): Promise<unknown> {
  const packed = body.length >= 2 && body.readUInt16LE(0) === gzipMagic;
  const bytes = packed ? await unpack(body) : body;
  if (bytes.length > limits.batchBytes) throw tooLarge();
  try {
    return JSON.parse(bytes.toString("utf8")) as unknown;
  } catch (cause) {
    throw unreadable("The body is not JSON", cause);
  }
}

function unpack(body: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    gunzip(body, { maxOutputLength: limits.batchBytes }, (error, unpacked) => {
      if (error === null) resolve(unpacked);
      else if (error instanceof RangeError) reject(tooLarge());
      else reject(unreadable("The body is not valid gzip", error));
    });
  });
}

function unreadable(message: string, cause: unknown): AppError {
  return new AppError("bad-input", message, { issues: [{ path: "body", message }], cause });
}

function tooLarge(): AppError {
  return new AppError("too-large", `A request holds at most ${limits.batchBytes / 1024} KB`);
}
