// The Web Crypto API, in Node and in browsers alike; the kernel is compiled without either's types.
declare const crypto: { getRandomValues(bytes: Uint8Array): Uint8Array };

/** A call for randomness costs more than the rest of an id, so it is made for many ids at once. */
const pool = new Uint8Array(4096);
let used = pool.length;

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/**
 * A new time-ordered identifier: UUID version 7 (RFC 9562, section 5.7).
 * The first 48 bits are milliseconds since 1970, so ids of one table sort by creation and index pages stay dense.
 */
export function newId(nowMs: number = Date.now()): string {
  const time = nowMs.toString(16).padStart(12, "0");
  const version = 0x70 | (randomByte() & 0x0f);
  const variant = 0x80 | (randomByte() & 0x3f);
  const middle = `${hex[version]}${randomHex(1)}-${hex[variant]}${randomHex(1)}`;
  return `${time.slice(0, 8)}-${time.slice(8, 12)}-${middle}-${randomHex(6)}`;
}

function randomHex(bytes: number): string {
  let text = "";
  for (let count = 0; count < bytes; count++) text += hex[randomByte()];
  return text;
}

function randomByte(): number {
  if (used === pool.length) {
    crypto.getRandomValues(pool);
    used = 0;
  }
  const byte = pool[used] ?? 0;
  // What has been given out must not be read from memory later.
  pool[used++] = 0;
  return byte;
}
