import { jaroWinkler } from "./jaro-winkler.ts";

const buckets = 32;

/**
 * Jaro–Winkler over a fixed list of texts by their places: exact from `least` on, and 0 or any lower value below it.
 * How many characters two texts can share at most is known from how often each has every letter, so that most pairs
 * need no comparison.
 */
export function quickLikeness(
  texts: readonly string[],
): (left: number, right: number, least: number) => number {
  const counts = new Uint8Array(texts.length * buckets);
  for (const [place, text] of texts.entries()) {
    const start = place * buckets;
    for (let at = 0; at < text.length; at++) {
      const bucket = start + (text.charCodeAt(at) % buckets);
      counts[bucket] = Math.min(255, (counts[bucket] ?? 0) + 1);
    }
  }
  return (left, right, least) => {
    const a = texts[left] ?? "";
    const b = texts[right] ?? "";
    let shared = 0;
    const [i, j] = [left * buckets, right * buckets];
    for (let bucket = 0; bucket < buckets; bucket++) {
      const one = counts[i + bucket] as number;
      const other = counts[j + bucket] as number;
      shared += Math.min(one, other);
    }
    const jaro = (shared / a.length + shared / b.length + 1) / 3;
    // A common beginning of four letters raises by four tenths of what is missing.
    if (shared === 0 || jaro + 0.4 * (1 - jaro) < least) return 0;
    if (a.charCodeAt(0) !== b.charCodeAt(0) && jaro < least) return 0;
    return jaroWinkler(a, b);
  };
}
