import type { ValueComparator } from "./comparator.ts";
import { missing } from "./comparator.ts";

/** The words with a digit of a text: model numbers, versions, sizes. */
export function numbersIn(text: string): readonly string[] {
  const words = text.match(/[\p{L}\p{N}]+(?:[-./][\p{L}\p{N}]+)*/gu) ?? [];
  const own = words
    .filter((word) => /\d/.test(word))
    .map((word) => word.replace(/[-/]/g, "").replace(/^0+(?=\d)|(?<=\.\d*)0+$|\.0+$/g, ""));
  return [...new Set(own)].sort();
}

/** Compares the numbers of two texts: a version or a model number that differs tells apart what words do not. */
export function numbersComparator(texts: readonly string[]): ValueComparator {
  const numbers = texts.map(numbersIn);
  return {
    levels: ["different", "some-shared", "contained", "same"],
    compare: (left, right) => {
      const [a, b] = [numbers[left] ?? [], numbers[right] ?? []];
      if (a.length === 0 || b.length === 0) return missing;
      const shared = a.filter((number) => b.includes(number)).length;
      if (shared === a.length && shared === b.length) return 3;
      if (shared === Math.min(a.length, b.length)) return 2;
      return shared > 0 ? 1 : 0;
    },
  };
}
