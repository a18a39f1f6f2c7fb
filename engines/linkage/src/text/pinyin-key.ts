import { pinyin } from "pinyin-pro";
import { hasHan } from "./simplified.ts";

/**
 * How a text sounds in Mandarin, syllables without tones joined by a space; Latin words stay as they are.
 * The name of a person is read with its surname first (曾 is zeng there, ceng elsewhere).
 */
export function pinyinKey(text: string, isPerson = false): string {
  if (!hasHan(text)) return text;
  const syllables = pinyin(text, {
    toneType: "none",
    type: "array",
    v: true,
    surname: isPerson ? "head" : "off",
    nonZh: "consecutive",
  });
  return syllables.join(" ").toLowerCase();
}
