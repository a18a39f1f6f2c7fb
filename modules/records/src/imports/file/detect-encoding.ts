export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "gb18030";

/**
 * The encoding of a text file by its beginning: a byte order mark decides; else zero bytes tell UTF-16, valid UTF-8
 * is UTF-8, and what is neither is GB18030, as spreadsheets in China write it.
 */
export function detectEncoding(start: Uint8Array): Encoding {
  const [first, second] = start;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  const zeros = { even: 0, odd: 0 };
  for (const [index, byte] of start.entries()) {
    if (byte === 0) zeros[index % 2 === 0 ? "even" : "odd"]++;
  }
  // Latin letters, digits and separators have a zero byte in UTF-16, before or after.
  const many = Math.max(2, start.length / 10);
  if (zeros.odd > many && zeros.odd > zeros.even * 4) return "utf-16le";
  if (zeros.even > many && zeros.even > zeros.odd * 4) return "utf-16be";
  return isUtf8(start) ? "utf-8" : "gb18030";
}

function isUtf8(start: Uint8Array): boolean {
  try {
    // As a stream: the last character may be cut.
    new TextDecoder("utf-8", { fatal: true }).decode(start, { stream: true });
    return true;
  } catch {
    return false;
  }
}
