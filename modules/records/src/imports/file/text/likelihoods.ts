import type { FileEncoding } from "@causeway/platform-contract";
import { commonCharacters } from "./common-characters.ts";

/** How much of what is no ASCII, from 0 to 1, reads as people write who use the encoding. */
type Likelihood = (text: string) => number;

const beyondAscii = /[^\0-\x7f]/gu;
const replaced = "\uFFFD";

/** Encodings in which ASCII stands for itself, those first that win among equals. */
export const likelihoods: Readonly<Partial<Record<FileEncoding, Likelihood>>> = {
  "utf-8": (text) => shareOf(text, (character) => character !== replaced),
  gb18030: (text) => {
    const own = commonCharacters("gb18030");
    const traditional = commonCharacters("big5");
    return shareOf(text, (character) => own.has(character) || traditional.has(character));
  },
  big5: (text) => shareOf(text, (character) => commonCharacters("big5").has(character)),
  shift_jis: (text) => shareOf(text, (character) => commonCharacters("shift_jis").has(character)),
  "windows-1252": western,
};

function shareOf(text: string, isCommon: (character: string) => boolean): number {
  const characters = text.match(beyondAscii) ?? [];
  return characters.filter(isCommon).length / Math.max(1, characters.length);
}

/** Letters with marks stand alone between plain ones, seldom two together, then small ones; so do signs (€, –, °). */
function western(text: string): number {
  let likely = 0;
  let all = 0;
  for (const [run] of text.matchAll(/[^\0-\x7f]+/gu)) {
    all += run.length;
    if (run.length > 2 || unlikelySigns.test(run)) continue;
    likely += run.length === 1 || /^\p{Ll}+$/u.test(run) ? run.length : 0.5;
  }
  return likely / Math.max(1, all);
}

/** What hardly anybody writes, and what is left when the two bytes of one character are read as two. */
const unlikelySigns = /[\u0080-\u009f¤¦¨ª¬¯´¸¹º¼-¾×÷ÐðÞþ‚ƒ†‡ˆ‰˜]/u;
