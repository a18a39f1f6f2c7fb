import { quickLikeness } from "../similarity/quick-likeness.ts";
import { cosine, wordVectors } from "../similarity/word-vectors.ts";
import { companyName, isAbbreviation } from "../text/company-name.ts";
import { pinyinKey } from "../text/pinyin-key.ts";
import { hasHan } from "../text/simplified.ts";
import { wordsOf } from "../text/words.ts";
import type { ComparatorKind } from "./comparator.ts";

/** Names of companies and organisations: the legal form counts least, the region little, abbreviations are known. */
export const companyKind: ComparatorKind = {
  prepare: ({ values }) => {
    const names = values.map(companyName);
    const vectors = wordVectors(names.map(({ core }) => wordsOf(core)));
    const compact = names.map(({ core }) => core.replaceAll(" ", ""));
    const sounds = values.map((value, place) =>
      hasHan(value) ? pinyinKey(compact[place] ?? "").replaceAll(" ", "") : compact[place],
    );
    const quick = quickLikeness(compact);
    const likeness = (left: number, right: number): number => {
      const [a, b] = [compact[left] ?? "", compact[right] ?? ""];
      if (a === b || sounds[left] === sounds[right]) return 1;
      return Math.max(cosine(vectors, left, right), (quick(left, right, 0.79) - 0.7) / 0.3);
    };
    const shortens = (left: number, right: number): boolean => {
      const [a, b] = [names[left], names[right]];
      if (a === undefined || b === undefined) return false;
      const [short, long, text] =
        a.core.length < b.core.length ? [a, b, values[right]] : [b, a, values[left]];
      return isAbbreviation(short.core, long, text ?? "");
    };
    return {
      levels: [
        "different",
        "alike-30",
        "alike-50",
        "abbreviation",
        "alike-70",
        "alike-85",
        "same-core",
        "same",
      ],
      compare: (left, right) => {
        const value = likeness(left, right);
        if (value < 0.7 && shortens(left, right)) return 3;
        return value === 1 && differsInRegion(names[left]?.regions, names[right]?.regions)
          ? 4
          : levelOf(value);
      },
    };
  },
};

function levelOf(likeness: number): number {
  if (likeness >= 0.7) return likeness === 1 ? 6 : likeness >= 0.85 ? 5 : 4;
  return likeness >= 0.5 ? 2 : likeness >= 0.3 ? 1 : 0;
}

function differsInRegion(left: readonly string[] = [], right: readonly string[] = []): boolean {
  if (left.length === 0 || right.length === 0) return false;
  return !left.some((region) => right.includes(region));
}
