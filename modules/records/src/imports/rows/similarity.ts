/** Texts as misspellings are compared: case, width, spaces and punctuation make no difference. */
export function foldForSimilarity(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");
}

/**
 * How alike two folded texts are, from 0 to 1: one minus the optimal string alignment distance (Damerau 1964,
 * without repeated edits of a substring) over the longer length.
 */
export function similarity(left: string, right: string): number {
  const a = [...left];
  const b = [...right];
  const longer = Math.max(a.length, b.length);
  return longer === 0 ? 1 : 1 - distance(a, b) / longer;
}

function distance(a: readonly string[], b: readonly string[]): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      }
      row.push(best);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

const longestCompared = 100;

/** Names that differ in their numbers mean different things: 1 号车间 is no misspelt 2 号车间. */
const numbersIn = (folded: string): string => (folded.match(/\d+/g) ?? []).join(" ");

const hanText = /\p{Script=Han}/u;
const legalForms = /有限责任公司|股份公司|有限公司|公司|股份|集团|控股/gu;

/**
 * Whether two names in Chinese may be one of them misspelt. Place, trade and legal form are most of a company's name, and
 * each of the few characters left makes another company: one may differ, no more.
 */
function mayBeMisspelt(left: string, right: string): boolean {
  if (!hanText.test(left) || !hanText.test(right)) return true;
  const core = (text: string) => [...text.replace(legalForms, "")];
  return distance(core(left), core(right)) <= 1;
}

/** The candidate most like the text with the same numbers in it, at least `least`; the first of equals. */
export function nearest(
  text: string,
  candidates: readonly string[],
  least: number,
): { readonly text: string; readonly similarity: number } | undefined {
  const folded = foldForSimilarity(text).slice(0, longestCompared);
  const numbers = numbersIn(folded);
  let best: { text: string; similarity: number } | undefined;
  for (const candidate of candidates) {
    const other = foldForSimilarity(candidate).slice(0, longestCompared);
    const reach = best?.similarity ?? least;
    const bound = Math.min(folded.length, other.length) / Math.max(folded.length, other.length, 1);
    // The difference in length alone puts a bound on what the comparison can give.
    if (bound < reach || numbersIn(other) !== numbers) continue;
    const alike = similarity(folded, other);
    if (alike > (best?.similarity ?? 0) && alike >= least && mayBeMisspelt(folded, other))
      best = { text: candidate, similarity: alike };
  }
  return best;
}
