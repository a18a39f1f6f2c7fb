import { type BothLanguages, sameWords } from "./app-error.ts";

/** A sentence as a column of text keeps it: both languages as JSON, or the one that it has. */
export function keptWords(words: string | BothLanguages): string {
  return typeof words === "string" ? words : JSON.stringify({ zh: words.zh, en: words.en });
}

/** What `keptWords` kept, in both languages; words that came from outside, or were kept in one, are the same in both. */
export function readKeptWords(text: string): BothLanguages {
  if (text.startsWith('{"zh":')) {
    try {
      const { zh, en }: Partial<Record<string, unknown>> = JSON.parse(text);
      if (typeof zh === "string" && typeof en === "string") return { zh, en };
    } catch {
      // Somebody else's words that only look so.
    }
  }
  return sameWords(text);
}
