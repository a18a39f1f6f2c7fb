import { quickLikeness } from "../similarity/quick-likeness.ts";
import { areForms, nameGroups } from "../text/nicknames.ts";
import { pinyinKey } from "../text/pinyin-key.ts";
import { hasHan } from "../text/simplified.ts";
import type { ComparatorKind } from "./comparator.ts";

/** One short name or word: a given name, a surname, a town. Chinese is compared by characters and by sound, given names also by their forms. */
export const nameKind: ComparatorKind = {
  prepare: ({ values }) => {
    const anyHan = values.some(hasHan);
    const sounds = anyHan ? values.map((value) => pinyinKey(value).replaceAll(" ", "")) : values;
    const quick = quickLikeness(values);
    const forms = values.map(nameGroups);
    return {
      levels: ["different", "initial", "alike-80", "alike-88", "alike-94", "same"],
      compare: (left, right) => {
        if (anyHan && sounds[left] === sounds[right]) return 3;
        const level = levelOf(quick(left, right, 0.8));
        const [a, b] = [forms[left], forms[right]];
        if (level < 3 && a && b && areForms(a, b)) return 3;
        return level === 0 && isInitial(values[left] ?? "", values[right] ?? "") ? 1 : level;
      },
    };
  },
};

function levelOf(likeness: number): number {
  if (likeness < 0.8) return 0;
  return likeness >= 0.94 ? 4 : likeness >= 0.88 ? 3 : 2;
}

function isInitial(a: string, b: string): boolean {
  return (a.length <= 2 || b.length <= 2) && a[0] === b[0];
}
