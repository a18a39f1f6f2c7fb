import { hasHan, pinyinOf } from "./pinyin-of.ts";

const initial = "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?";
const final =
  "(?:iang|iong|uang|ang|eng|ing|ong|iao|ian|uai|uan|ai|ei|ui|ao|ou|iu|ie|ve|er|an|en|in|un|vn|ia|ua|uo|ue|a|o|e|i|u|v)";
const syllable = new RegExp(`^${initial}${final}$`);
const beginning = new RegExp(`^${initial}$`);
const longestSyllable = 6;
/** Letters of a title that anybody would type without a space. */
const longestPinyin = 60;
/** "xian" is xian and xi an; of a longer text the readings with the longest syllables come first. */
const mostReadings = 4;

/**
 * Beginnings that the sort keys of titles have when the title, or its sound, begins with a normalised query: the query
 * itself, the sound of Chinese characters, and letters cut into syllables as pinyin has them ("wangf" → "wang f").
 */
export function titleKeysOf(
  query: string,
  { isPerson }: { readonly isPerson: boolean },
): readonly string[] {
  if (hasHan(query)) return [pinyinOf(query, { isPerson }).syllables.join(" ")];
  const keys = new Set([query]);
  if (/^[a-z]+$/.test(query)) for (const cut of cuts(query, mostReadings)) keys.add(cut.join(" "));
  return [...keys];
}

/**
 * The initials of letters that may be pinyin from its first consonant on, for each way to cut them into syllables; none
 * where they can be none.
 */
export function initialsOfPinyin(letters: string): readonly string[] {
  if (!/^[bpmfdtnlgkhjqxrzcsyw][a-z]{2,}$/.test(letters)) return [];
  const found = cuts(letters, mostReadings).map((cut) => cut.map((part) => part[0]).join(""));
  return [...new Set(found)];
}

/** Ways to cut letters into syllables; what is left at the end may be the beginning of one. */
function cuts(letters: string, most: number): readonly (readonly string[])[] {
  if (letters.length > longestPinyin) return [];
  /** Places from which no cut reaches the end: found by as many ways as there are syllables before, and tried once. */
  const deadEnds = new Set<number>();
  const cutFrom = (from: number, wanted: number): readonly (readonly string[])[] => {
    if (from === letters.length) return [[]];
    const found: (readonly string[])[] = [];
    const longest = Math.min(longestSyllable, letters.length - from);
    for (let length = longest; length > 0 && found.length < wanted; length--) {
      const to = from + length;
      const head = letters.slice(from, to);
      if (deadEnds.has(to) || !mayStand(head, to === letters.length)) continue;
      for (const rest of cutFrom(to, wanted - found.length)) found.push([head, ...rest]);
    }
    if (found.length === 0) deadEnds.add(from);
    return found;
  };
  return cutFrom(0, most);
}

/** Whether letters are a syllable, or at the end the beginning of one. */
function mayStand(letters: string, isLast: boolean): boolean {
  return syllable.test(letters) || (isLast && beginning.test(letters));
}
