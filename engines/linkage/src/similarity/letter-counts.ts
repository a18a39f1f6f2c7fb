/** Letters fall into this many buckets by their code. */
export const buckets = 32;

/** For each text how many of its letters fall into each bucket; text t from `t × buckets` on. */
export function letterCounts(texts: readonly string[]): Uint8Array {
  const counts = new Uint8Array(texts.length * buckets);
  for (const [place, text] of texts.entries()) {
    const start = place * buckets;
    for (let at = 0; at < text.length; at++) {
      const bucket = start + (text.charCodeAt(at) % buckets);
      counts[bucket] = Math.min(255, (counts[bucket] ?? 0) + 1);
    }
  }
  return counts;
}

/** How many letters two texts can have in common at most. */
export function commonLetters(counts: Uint8Array, left: number, right: number): number {
  const i = left * buckets;
  const j = right * buckets;
  let shared = 0;
  for (let bucket = 0; bucket < buckets; bucket++) {
    shared += Math.min(counts[i + bucket] as number, counts[j + bucket] as number);
  }
  return shared;
}

/** Which letters each text has at all, a bit for each bucket, and how long it is. */
export interface LetterMasks {
  readonly masks: Int32Array;
  readonly lengths: Int32Array;
}

export function letterMasks(texts: readonly string[]): LetterMasks {
  const masks = new Int32Array(texts.length);
  for (const [place, text] of texts.entries()) {
    let mask = 0;
    for (let at = 0; at < text.length; at++) mask |= 1 << (text.charCodeAt(at) % buckets);
    masks[place] = mask;
  }
  return { masks, lengths: Int32Array.from(texts, (text) => text.length) };
}

/** No fewer than `commonLetters`, at the price of a few bit operations. */
export function mostCommon({ masks, lengths }: LetterMasks, left: number, right: number): number {
  const a = masks[left] as number;
  const b = masks[right] as number;
  const fromLeft = (lengths[left] as number) - countBits(a & ~b);
  const fromRight = (lengths[right] as number) - countBits(b & ~a);
  return Math.min(fromLeft, fromRight);
}

function countBits(mask: number): number {
  const pairs = mask - ((mask >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
