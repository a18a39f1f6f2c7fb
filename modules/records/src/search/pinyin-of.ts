import { pinyin } from "pinyin-pro";

/** How a text with Chinese characters sounds. */
export interface Reading {
  /** One entry for each character: its syllable without tone, or the character itself. */
  readonly syllables: readonly string[];
}

const han = /\p{Script=Han}/u;

export function hasHan(text: string): boolean {
  return han.test(text);
}

/**
 * The sound of a text. The name of a person is read with its surname first: 曾 is zeng and 单 is shan there,
 * elsewhere they are ceng and dan.
 */
export function pinyinOf(text: string, { isPerson }: { readonly isPerson: boolean }): Reading {
  const syllables = pinyin(text, {
    toneType: "none",
    type: "array",
    v: true,
    surname: isPerson ? "head" : "off",
  });
  return { syllables: syllables.map((syllable) => syllable.toLowerCase()) };
}

const longestKey = 200;

/**
 * A key that orders texts as a Chinese reader expects: by pinyin, among equal sounds by character; Latin text
 * whatever its case. Compare keys under `COLLATE "C"`.
 */
export function sortKey(text: string, options: { readonly isPerson: boolean }): string {
  const folded = text.normalize("NFKC").toLowerCase().slice(0, longestKey);
  if (!hasHan(folded)) return folded;
  const sound = pinyinOf(folded, options).syllables.join(" ");
  // The separator sorts before every character, so that a shorter sound comes first.
  return `${sound}\u0001${folded}`.slice(0, longestKey);
}
