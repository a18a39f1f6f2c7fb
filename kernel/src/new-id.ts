// The Web Crypto API, in Node and in browsers alike; the kernel is compiled without either's types.
declare const crypto: { getRandomValues(bytes: Uint8Array): Uint8Array };

/**
 * A new time-ordered identifier: UUID version 7 (RFC 9562, section 5.7).
 * The first 48 bits are milliseconds since 1970, so ids of one table sort by creation and index pages stay dense.
 */
export function newId(nowMs: number = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let rest = nowMs;
  for (let index = 5; index >= 0; index--) {
    bytes[index] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
