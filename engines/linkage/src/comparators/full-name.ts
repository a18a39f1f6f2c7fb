import { nameLikeness } from "../similarity/name-likeness.ts";
import { pinyinKey } from "../text/pinyin-key.ts";
import { hasHan } from "../text/simplified.ts";
import { type ComparatorKind, likenessComparator } from "./comparator.ts";

const titles = new Set(
  "mr mrs ms miss dr prof sir jr sr phd md rev hon 先生 女士 小姐 经理 总".split(" "),
);

/** The parts of a person's name, without titles; Chinese by its characters. */
export function nameParts(name: string): string[] {
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
    const parts = values.map(nameParts);
    const sounds = values.map((value, place) =>
      isHan[place] ? pinyinKey(value, true).split(" ") : (parts[place] ?? []),
    );
    const sortedSounds = sounds.map((sound) => sound.toSorted().join(""));
    return likenessComparator([0.5, 0.7, 0.82, 0.92, 0.98], (left, right) => {
      if (!isHan[left] && !isHan[right]) return nameLikeness(parts[left] ?? [], parts[right] ?? []);
      if (isHan[left] && isHan[right]) return hanLikeness(values, sounds, left, right);
      const [a, b] = [sortedSounds[left] ?? "", sortedSounds[right] ?? ""];
      if ([...a].sort().join("") === [...b].sort().join("")) return 0.93;
      return 0.8 * nameLikeness(sounds[left] ?? [], sounds[right] ?? []);
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
  const shared = a.filter((character) => b.includes(character)).length;
  const longest = Math.max(a.length, b.length);
  if (shared === longest) return 0.85;
  const close = soundA.filter((sound) => soundB.includes(sound)).length;
  return Math.max(shared, 0.9 * close) / longest;
}
