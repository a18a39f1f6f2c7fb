import { quickLikeness } from "../similarity/quick-likeness.ts";
import { containedCosine, wordVectors } from "../similarity/word-vectors.ts";
import { wordsOfText } from "../text/measures.ts";
import { type ComparatorKind, likenessComparator } from "./comparator.ts";

const shortText = 48;

/** Titles and descriptions: shared words, rare ones weigh more; short texts also letter by letter. */
export const textKind: ComparatorKind = {
  prepare: ({ values }) => {
    const vectors = wordVectors(values.map(wordsOfText), Math.sqrt);
    const compact = values.map((value) => value.replace(/[^\p{L}\p{N}]/gu, ""));
    const quick = quickLikeness(compact);
    return likenessComparator([0.15, 0.3, 0.45, 0.6, 0.75, 0.9], (left, right) => {
      const [a, b] = [compact[left] ?? "", compact[right] ?? ""];
      if (a === b) return 1;
      const words = containedCosine(vectors, left, right);
      if (a.length > shortText || b.length > shortText) return words;
      // Letters alone make any two short texts somewhat alike.
      return Math.max(words, (quick(left, right, 0.79) - 0.75) * 4);
    });
  },
};
