import { nameParts } from "../similarity/name-likeness.ts";
import { pinyinKey } from "../text/pinyin-key.ts";
import { hasHan } from "../text/simplified.ts";
import { type ComparatorKind, likenessComparator } from "./comparator.ts";

const titles = new Set(
  "mr mrs ms miss dr prof sir jr sr phd md rev hon 先生 女士 小姐 经理 总".split(" "),
);

/** The parts of a person's name, without titles; Chinese by its characters. */
export function partsOfName(name: string): string[] {
  const text = hasHan(name) ? name.replace(/(?:先生|女士|小姐|经理|总监|总)$/u, "") : name;
  if (hasHan(text)) return [...text.replace(/[\s·.]/g, "")];
  const parts = text.replace(/['’]/g, "").match(/[\p{L}\p{N}]+/gu) ?? [];
  const own = parts.filter((part) => !titles.has(part));
  return own.length > 0 ? own : parts;
}

/** Names of persons in one column: any order of parts, initials, left-out middle names; Chinese also by sound. */
export const fullNameKind: ComparatorKind = {
  prepare: ({ values }) => {
    const isHan = values.map(hasHan);
    const sounds = values.map((value, place) =>
      isHan[place] ? pinyinKey(value, true).split(" ") : partsOfName(value),
    );
    const { names, likeness } = nameParts(sounds);
    const letters = sounds.map((sound) => [...sound.join("")].sort().join(""));
    const nothing = new Int32Array(0);
    return likenessComparator([0.5, 0.7, 0.82, 0.92, 0.98], (left, right) => {
      const bySound = () => likeness(names[left] ?? nothing, names[right] ?? nothing);
      if (!isHan[left] && !isHan[right]) return bySound();
      if (isHan[left] && isHan[right]) return hanLikeness(values, sounds, left, right);
      return letters[left] === letters[right] ? 0.93 : 0.8 * bySound();
    });
  },
};

function hanLikeness(
  values: readonly string[],
  sounds: readonly (readonly string[])[],
  left: number,
  right: number,
): number {
  const [a, b] = [[...(values[left] ?? "")], [...(values[right] ?? "")]];
  const [soundA, soundB] = [sounds[left] ?? [], sounds[right] ?? []];
  if (soundA.join(" ") === soundB.join(" ")) return 0.93;
  const longest = Math.max(a.length, b.length);
  const shared = countShared(a, b);
  return shared === longest ? 0.85 : Math.max(shared, 0.9 * countShared(soundA, soundB)) / longest;
}

/** How many entries two lists have in common, each counted once. */
function countShared(left: readonly string[], right: readonly string[]): number {
  const rest = [...right];
  let shared = 0;
  for (const entry of left) {
    const place = rest.indexOf(entry);
    if (place < 0) continue;
    rest.splice(place, 1);
    shared++;
  }
  return shared;
}
