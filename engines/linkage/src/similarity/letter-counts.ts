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
