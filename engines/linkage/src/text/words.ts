import { hasHan } from "./simplified.ts";

/** The words of a text in normal form: runs of letters and digits; Chinese as pairs of neighbouring characters. */
export function wordsOf(text: string): string[] {
  const runs = text.match(/[\p{L}\p{N}]+(?:'[\p{L}]+)?/gu) ?? [];
  if (!hasHan(text)) return runs;
  return runs.flatMap((run) => (hasHan(run) ? bigrams(run) : [run]));
}

function bigrams(run: string): string[] {
  const characters = [...run];
  if (characters.length < 3) return [run];
  return characters.slice(1).map((character, place) => (characters[place] ?? "") + character);
}
