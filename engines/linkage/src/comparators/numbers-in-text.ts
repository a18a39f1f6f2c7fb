import type { CodedColumn } from "../columns/coded-column.ts";
import { missing, type ValueComparator } from "./comparator.ts";

/** Letters and digits, also with signs between; Chinese characters stand beside a code, not in it. */
const word = /(?:(?!\p{Script=Han})[\p{L}\p{N}])+(?:[-./](?:(?!\p{Script=Han})[\p{L}\p{N}])+)*/gu;

/** The words with a digit of a text: model numbers, versions, sizes. */
export function numbersIn(text: string): readonly string[] {
  const words = text.match(word) ?? [];
  const own = words
    .filter((one) => /\d/.test(one))
    .map((one) =>
      one
        .replace(/[-/]/g, "")
        .replace(/^v(?=\d)/, "")
        .replace(/^0+(?=\d)|(?<=\.\d*)0+$|\.0+$/g, ""),
    );
  return [...new Set(own)].sort();
}

/** A number that so small a share of the rows have, or so few rows, names one thing or a few. */
const rareShare = 0.002;
const fewRows = 3;
/** From so many characters on a code that another begins with is the same code without its variant. */
const codeLength = 5;

/**
 * Compares lists of numbers as `numbersIn` gives them, joined by spaces: a version or a model number that differs tells
 * apart what words do not, one that hardly any other row has says that two are one.
 */
export function numbersComparator({ values, counts, filled }: CodedColumn): ValueComparator {
  const numbers = values.map((list) => list.split(" "));
  const rows = new Map<string, number>();
  for (const [place, own] of numbers.entries()) {
    for (const number of own) rows.set(number, (rows.get(number) ?? 0) + (counts[place] ?? 0));
  }
  const most = Math.max(fewRows, rareShare * filled);
  const isRare = (number: string): boolean => (rows.get(number) ?? 0) <= most;
  return {
    levels: ["different", "some-shared", "contained", "rare-shared", "same"],
    compare: (left, right) => {
      const [a, b] = [numbers[left] ?? [], numbers[right] ?? []];
      if (a.length === 0 || b.length === 0) return missing;
      const shared = a.filter((number) => b.includes(number));
      if (shared.some(isRare)) return 3;
      if (shared.length > 0) return shared.length === Math.min(a.length, b.length) ? 2 : 1;
      return a.some((one) => b.some((other) => isVariant(one, other))) ? 2 : 0;
    },
  };
}

/** Whether one is the beginning of the other, and both are codes of letters and digits. */
function isVariant(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return short.length >= codeLength && long.startsWith(short) && /\p{L}.*\d|\d.*\p{L}/u.test(short);
}
