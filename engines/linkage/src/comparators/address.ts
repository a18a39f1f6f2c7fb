import { quickLikeness } from "../similarity/quick-likeness.ts";
import { cosine, wordVectors } from "../similarity/word-vectors.ts";
import { hasHan } from "../text/simplified.ts";
import { wordsOf } from "../text/words.ts";
import { type ComparatorKind, likenessComparator } from "./comparator.ts";

const short: Readonly<Record<string, string>> = {
  street: "st",
  avenue: "ave",
  av: "ave",
  road: "rd",
  drive: "dr",
  boulevard: "blvd",
  lane: "ln",
  court: "ct",
  place: "pl",
  crescent: "cres",
  square: "sq",
  highway: "hwy",
  parkway: "pkwy",
  circuit: "cct",
  close: "cl",
  terrace: "tce",
  suite: "ste",
  apartment: "apt",
  building: "bldg",
  floor: "fl",
  room: "rm",
  north: "n",
  south: "s",
  east: "e",
  west: "w",
  northeast: "ne",
  northwest: "nw",
  southeast: "se",
  southwest: "sw",
};

/** The words of an address with the usual short forms. */
export function addressWords(text: string): string[] {
  const plain = hasHan(text) ? text.replace(/[省市区县镇乡]|街道/gu, "") : text;
  return wordsOf(plain).map((word) => short[word] ?? word.replace(/^(\d+)(?:st|nd|rd|th)$/, "$1"));
}

/** Postal addresses: words with their short forms, rare ones weigh more; a house number that differs counts. */
export const addressKind: ComparatorKind = {
  prepare: ({ values }) => {
    const words = values.map(addressWords);
    const vectors = wordVectors(words);
    const compact = words.map((own) => own.join(""));
    const numbers = words.map((own) => own.find((word) => /^\d/.test(word)) ?? "");
    const quick = quickLikeness(compact);
    return likenessComparator([0.3, 0.5, 0.7, 0.85, 0.97], (left, right) => {
      const [a, b] = [compact[left] ?? "", compact[right] ?? ""];
      if (a === b) return 1;
      const likeness = Math.max(
        cosine(vectors, left, right),
        (quick(left, right, 0.82) - 0.75) * 4,
      );
      const conflict =
        numbers[left] !== numbers[right] && numbers[left] !== "" && numbers[right] !== "";
      return conflict ? likeness * 0.7 : likeness;
    });
  },
};
