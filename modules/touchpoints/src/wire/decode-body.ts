import { gunzip } from "node:zlib";
import { AppError, type BothLanguages, issueAt, whenReady } from "@causeway/kernel";
import { limits } from "../limits.ts";

const gzipMagic = 0x8b1f;

/** A body as it was read. */
export interface DecodedBody {
  readonly value: unknown;
  /** The JSON text that says it. */
  readonly text: string;
  /** The bytes of the text as they came, unpacked. */
  readonly bytes: Buffer;
}

/**
 * The JSON value of a request body, whatever its Content-Type says: clients send gzip as a form and JSON as text.
 * Unpacks gzip (recognised by its first bytes) and stops at the batch limit, so a bomb costs no memory.
 * Throws `AppError` `too-large` over the limit, `bad-input` for what can never be read.
 */
export function decodeBody(body: Buffer): DecodedBody | Promise<DecodedBody> {
  const packed = body.length >= 2 && body.readUInt16LE(0) === gzipMagic;
  return whenReady(packed ? unpack(body) : body, parse);
}

function parse(bytes: Buffer): DecodedBody {
  if (bytes.length > limits.batchBytes) throw tooLarge();
  const text = bytes.toString("utf8");
  try {
    return { value: JSON.parse(text) as unknown, text, bytes };
  } catch (cause) {
    throw unreadable({ zh: "请求内容不是 JSON", en: "The body is not JSON" }, cause);
  }
}

function unpack(body: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    gunzip(body, { maxOutputLength: limits.batchBytes }, (error, unpacked) => {
      if (error === null) resolve(unpacked);
      else if (error instanceof RangeError) reject(tooLarge());
      else
        reject(
          unreadable({ zh: "请求内容不是有效的 gzip", en: "The body is not valid gzip" }, error),
        );
    });
  });
}

function unreadable(label: BothLanguages, cause: unknown): AppError {
  return new AppError("bad-input", label, { issues: [issueAt("body", label)], cause });
}

function tooLarge(): AppError {
  return new AppError("too-large", {
    zh: `一次请求最多 ${limits.batchBytes / 1024} KB`,
    en: `A request holds at most ${limits.batchBytes / 1024} KB`,
  });
}
