import { hasHan } from "./simplified.ts";

/** Chinese and what stands beside it in other letters are words of their own. */
const parts = /\p{Script=Han}+|\P{Script=Han}+/gu;

/** The words of a text in normal form: runs of letters and digits; Chinese as pairs of neighbouring characters. */
export function wordsOf(text: string): string[] {
  const runs = text.match(/[\p{L}\p{N}]+(?:'[\p{L}]+)?/gu) ?? [];
  if (!hasHan(text)) return runs;
  return runs.flatMap((run) => (hasHan(run) ? (run.match(parts) ?? []) : [run])).flatMap(bigrams);
}

function bigrams(run: string): string[] {
  if (!hasHan(run)) return [run];
  const characters = [...run];
  if (characters.length < 3) return [run];
  return characters.slice(1).map((character, place) => (characters[place] ?? "") + character);
}
