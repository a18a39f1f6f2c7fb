import type { EncodingReading, FileEncoding } from "@causeway/platform-contract";
import { cutText } from "../../../search/cut-text.ts";
import { likelihoods } from "./likelihoods.ts";

/** What a text file is written in. */
export interface FoundEncoding {
  readonly encoding: FileEncoding;
  /** Whether nothing else is likely; else somebody should look. */
  readonly isSure: boolean;
  /** How the first words that tell it read in each encoding that can be meant, the likeliest first. */
  readonly readings: readonly EncodingReading[];
}

/** Below this much of it reads as anybody writes. */
const leastLikely = 0.7;
/** As far the next one must be behind. */
const leastAhead = 0.25;
const leastReadable = 0.5;

/**
 * The encoding of a text file by a part of it: a byte order mark decides; else zero bytes tell UTF-16, and valid UTF-8 is
 * UTF-8. What is neither is the one of GB18030, Big5, Shift JIS and Windows-1252 as which most of it reads as people write: by the
 * characters that each standard holds for frequent, after the distribution method of Li and Momoi (A composite approach to
 * language/encoding detection, 2001).
 */
export function detectEncoding(part: Uint8Array): FoundEncoding {
  const wide = markedEncoding(part) ?? wideEncoding(part);
  if (wide !== undefined) return { encoding: wide, isSure: true, readings: [] };
  const candidates = Object.entries(likelihoods)
    .map(([name, likelihood]) => {
      const encoding = name as FileEncoding;
      // As a stream: the last character may be cut.
      const text = new TextDecoder(encoding).decode(part, { stream: true });
      return { encoding, text, likelihood: likelihood(text) };
    })
    .sort((left, right) => right.likelihood - left.likelihood);
  const utf8 = candidates.find(({ encoding }) => encoding === "utf-8");
  const isUtf8 = utf8 !== undefined && !utf8.text.includes("\uFFFD");
  const [best, next] = candidates;
  const encoding = isUtf8 ? "utf-8" : (best?.encoding ?? "utf-8");
  const isWhole = best !== undefined && !best.text.includes("\uFFFD");
  const likelihood = isWhole ? best.likelihood : 0;
  return {
    encoding,
    isSure:
      isUtf8 || (likelihood >= leastLikely && likelihood - (next?.likelihood ?? 0) >= leastAhead),
    readings: candidates
      .filter((each) => each.encoding === encoding || readableShare(each.text) >= leastReadable)
      .map((each) => ({ encoding: each.encoding, text: tellingPart(each.text) }))
      .filter(({ text }) => text !== ""),
  };
}

/** What a byte order mark says. */
export function markedEncoding(start: Uint8Array): FileEncoding | undefined {
  const [first, second, third] = start;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  return first === 0xef && second === 0xbb && third === 0xbf ? "utf-8" : undefined;
}

/** Latin letters, digits, separators and line ends have a zero byte in UTF-16, before or after. */
function wideEncoding(part: Uint8Array): FileEncoding | undefined {
  const zeros = { even: 0, odd: 0 };
  for (const [index, byte] of part.entries()) {
    if (byte === 0) zeros[index % 2 === 0 ? "even" : "odd"]++;
  }
  const many = Math.max(2, part.length / 50);
  if (zeros.odd > many && zeros.odd > zeros.even * 4) return "utf-16le";
  if (zeros.even > many && zeros.even > zeros.odd * 4) return "utf-16be";
  return undefined;
}

function readableShare(text: string): number {
  const others = text.match(/[^\0-\x7f]/gu) ?? [];
  return 1 - others.filter((one) => one === "\uFFFD").length / Math.max(1, others.length);
}

const mostWords = 4;
const longestWords = 24;
const longestSearched = 4_000;

/** The first different cells that are not all ASCII, one after the other. */
function tellingPart(text: string): string {
  const at = Math.max(0, text.search(/[^\0-\x7f]/u) - longestWords);
  const part = text.slice(at, at + longestSearched).replace(/^\uFEFF/, "");
  const cells = part.match(/[^,;|"\t\r\n\0]*[^\0-\x7f][^,;|"\t\r\n\0]*/gu) ?? [];
  const words = new Set(cells.map((cell) => cutText(cell.trim(), longestWords)));
  return [...words].slice(0, mostWords).join(" · ");
}
