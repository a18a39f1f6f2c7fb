import { pinyin } from "pinyin-pro";
import { cutText } from "./cut-text.ts";

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
  const last = isPerson ? lastPerson : lastOther;
  if (last.text !== text) {
    last.text = text;
    last.reading = readText(text, isPerson);
  }
  return last.reading;
}

interface LastReading {
  text: string;
  reading: Reading;
}

/** A record's title is read for its place in lists and again for search. */
const lastPerson: LastReading = { text: "", reading: { syllables: [] } };
const lastOther: LastReading = { text: "", reading: { syllables: [] } };

function readText(text: string, isPerson: boolean): Reading {
  const syllables = pinyin(text, {
    toneType: "none",
    type: "array",
    v: true,
    surname: isPerson ? "head" : "off",
  });
  // Characters outside the basic plane may come back as two halves, which mean nothing alone.
  const whole = syllables.map((syllable) => syllable.replace(/\p{Surrogate}/gu, "").toLowerCase());
  return { syllables: whole };
}

const longestKey = 200;

/**
 * A key that orders texts as a Chinese reader expects: by pinyin, among equal sounds by character; Latin text
 * whatever its case. Compare keys under `COLLATE "C"`.
 */
export function sortKey(text: string, options: { readonly isPerson: boolean }): string {
  const folded = cutText(text.normalize("NFKC").toLowerCase(), longestKey);
  if (!hasHan(folded)) return folded;
  const sound = pinyinOf(folded, options).syllables.join(" ");
  // The separator sorts before every character, so that a shorter sound comes first.
  return cutText(`${sound}\u0001${folded}`, longestKey);
}
