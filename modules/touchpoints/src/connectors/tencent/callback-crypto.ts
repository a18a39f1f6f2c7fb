import { createCipheriv, createDecipheriv, createHash, timingSafeEqual } from "node:crypto";

/** Signature of callbacks of WeChat and WeCom: SHA-1 of the parts in the order of their characters, joined. */
export function callbackSignature(parts: readonly string[]): string {
  return createHash("sha1")
    .update([...parts].sort().join(""))
    .digest("hex");
}

/** Whether two texts are equal, in a time that does not tell where they differ. */
export function isSameText(left: string, right: string): boolean {
  const [a, b] = [left, right].map((text) => createHash("sha256").update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}

const blockBytes = 32;
const randomBytes = 16;

/** What an encrypted callback holds, and for whom it was made (the app's id, or the corporation's). */
export interface OpenedMessage {
  readonly message: string;
  readonly receiver: string;
}

/**
 * Opens an encrypted callback (developers.weixin.qq.com, "message encryption"): AES-256-CBC under the EncodingAESKey, its
 * first 16 bytes as the vector, PKCS#7 to blocks of 32; within: 16 random bytes, the length, the message, the receiver.
 * Null when the key does not fit.
 */
export function openMessage(encodingAesKey: string, encrypted: string): OpenedMessage | null {
  try {
    const key = Buffer.from(`${encodingAesKey}=`, "base64");
    const decipher = createDecipheriv("aes-256-cbc", key, key.subarray(0, 16));
    decipher.setAutoPadding(false);
    const padded = Buffer.concat([decipher.update(encrypted, "base64"), decipher.final()]);
    const padding = padded.at(-1) ?? 0;
    if (padding < 1 || padding > blockBytes) return null;
    const plain = padded.subarray(0, padded.length - padding);
    const start = randomBytes + 4;
    const end = start + plain.readUInt32BE(randomBytes);
    if (end > plain.length) return null;
    return {
      message: plain.subarray(start, end).toString("utf8"),
      receiver: plain.subarray(end).toString("utf8"),
    };
  } catch {
    return null;
  }
}

/** The other direction of `openMessage`; `random` are 16 bytes. */
export function sealMessage(
  encodingAesKey: string,
  { message, receiver }: OpenedMessage,
  random: Buffer,
): string {
  const key = Buffer.from(`${encodingAesKey}=`, "base64");
  const body = Buffer.from(message);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const plain = Buffer.concat([random, length, body, Buffer.from(receiver)]);
  const padding = blockBytes - (plain.length % blockBytes);
  const cipher = createCipheriv("aes-256-cbc", key, key.subarray(0, 16)).setAutoPadding(false);
  const sealed = Buffer.concat([
    cipher.update(Buffer.concat([plain, Buffer.alloc(padding, padding)])),
    cipher.final(),
  ]);
  return sealed.toString("base64");
}

/** 43 characters that are 32 bytes, as the console shows them. */
export function isAesKey(text: string): boolean {
  return /^[A-Za-z0-9+/]{43}$/.test(text);
}
