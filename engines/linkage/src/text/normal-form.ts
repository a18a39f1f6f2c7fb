import { hasHan, toSimplified } from "./simplified.ts";

const plain = /^[\x20-\x7e]*$/;
const nothing = new Set(
  "null none nan n/a n.a. #n/a unknown undefined nil - -- --- ? . 无 暂无 没有 未知 不详 空 匿名 anonymous".split(
    " ",
  ),
);

/**
 * The form in which values are compared: compatibility forms folded (full width, ligatures), small letters, no
 * accents, simplified characters, single spaces. Empty where the value only says that there is none.
 */
export function normalForm(value: string): string {
  const folded = plain.test(value) ? value.toLowerCase() : fold(value);
  const text = folded.includes("  ") ? folded.replace(/\s+/g, " ").trim() : folded.trim();
  return text.length < 12 && nothing.has(text) ? "" : text;
}

function fold(value: string): string {
  const text = value
    .normalize("NFKC")
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{M}+/gu, "")
    .normalize("NFC")
    .replace(/\s+/g, " ")
    .replace(/ß/g, "ss")
    .replace(/ø/g, "o")
    .replace(/ł/g, "l")
    .replace(/æ/g, "ae")
    .replace(/œ/g, "oe")
    .replace(/đ/g, "d")
    .replace(/[‘’ʼ`]/g, "'")
    .replace(/[‐-―]/g, "-");
  return hasHan(text) ? toSimplified(text) : text;
}
