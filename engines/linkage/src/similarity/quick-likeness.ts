import { editDistance } from "./edit-distance.ts";
import { jaroWinkler } from "./jaro-winkler.ts";
import { commonLetters, letterCounts, letterMasks, mostCommon } from "./letter-counts.ts";

/**
 * Jaro–Winkler over a fixed list of texts by their places: exact from `least` on, and 0 or any lower value below it.
 * How many letters two texts can share is known from how often each has every letter, so that most pairs need no
 * comparison.
 */
export function quickLikeness(
  texts: readonly string[],
): (left: number, right: number, least: number) => number {
  const counts = letterCounts(texts);
  const letters = letterMasks(texts);
  const { lengths } = letters;
  return (left, right, least) => {
    const most = mostCommon(letters, left, right);
    const bound = (most / (lengths[left] as number) + most / (lengths[right] as number) + 1) / 3;
    if (bound + 0.4 * (1 - bound) < least) return 0;
    const a = texts[left] ?? "";
    const b = texts[right] ?? "";
    const shared = commonLetters(counts, left, right);
    const jaro = (shared / a.length + shared / b.length + 1) / 3;
    // A common beginning of four letters raises by four tenths of what is missing.
    if (shared === 0 || jaro + 0.4 * (1 - jaro) < least) return 0;
    if (a.charCodeAt(0) !== b.charCodeAt(0) && jaro < least) return 0;
    return jaroWinkler(a, b);
  };
}

/** The edit distance over a fixed list of texts by their places; `limit + 1` for anything above the limit. */
export function quickDistance(
  texts: readonly string[],
): (left: number, right: number, limit: number) => number {
  const counts = letterCounts(texts);
  const letters = letterMasks(texts);
  const { lengths } = letters;
  return (left, right, limit) => {
    const longer = Math.max(lengths[left] as number, lengths[right] as number);
    if (longer - mostCommon(letters, left, right) > limit) return limit + 1;
    const a = texts[left] ?? "";
    const b = texts[right] ?? "";
    const unlike = longer - commonLetters(counts, left, right);
    return unlike > limit ? limit + 1 : editDistance(a, b, limit);
  };
}
