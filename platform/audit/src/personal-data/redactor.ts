/** What stands where a person was named. */
export const erasedMark = "[erased]";

/** Finds and takes out the words of one person. */
export interface Redactor {
  /** For PostgreSQL's `~*`; null when there is nothing to look for. */
  readonly pattern: string | null;
  readonly names: (text: string) => boolean;
  readonly text: (text: string) => string;
  /**
   * A JSON value without the person: within texts the words are replaced; a member whose whole text is a word is left
   * out, so that nobody takes the mark for an identifier.
   */
  readonly json: (value: unknown) => unknown;
}

const shortestLatin = 5;

/**
 * A redactor for words. Latin ones of fewer than five characters are left out (they would be found in too much that is
 * not the person's); others are found as whole words, in any case; digits also with blanks or dashes between them.
 */
export function createRedactor(words: readonly string[]): Redactor {
  const source = wordsPattern(words, shortestLatin);
  if (source === null) {
    return { pattern: null, names: () => false, text: (text) => text, json: (value) => value };
  }
  const pattern = new RegExp(source, "giu");
  const text = (given: string) => given.replace(pattern, erasedMark);
  const json = (value: unknown): unknown => {
    if (typeof value === "string") return text(value);
    if (Array.isArray(value)) return value.filter((each) => !isWord(each)).map(json);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, each]) =>
        isWord(each) ? [] : [[text(key), json(each)]],
      ),
    );
  };
  const isWord = (value: unknown) =>
    (typeof value === "string" || typeof value === "number") &&
    text(String(value)).trim() === erasedMark;
  return { pattern: source, names: (given) => given.search(pattern) >= 0, text, json };
}

/**
 * The source of a regular expression that finds words as `createRedactor` does, the longest first, in their spellings;
 * null for none. Latin words of fewer characters than `shortest` are left out.
 */
export function wordsPattern(words: readonly string[], shortest: number): string | null {
  const parts = [...new Set(words.flatMap((word) => spellings(word, shortest)))]
    .sort((left, right) => right.length - left.length || (left < right ? -1 : 1))
    .map(partOf);
  return parts.length === 0 ? null : parts.join("|");
}

function spellings(word: string, shortest: number): readonly string[] {
  const clean = word.trim();
  const isHan = /\p{Script=Han}/u.test(clean);
  if (clean.length < (isHan ? 2 : shortest)) return [];
  // In addresses of pages and in form bodies.
  const encoded = encodeURIComponent(clean);
  const national = /^\+86(1\d{10})$/.exec(clean)?.[1];
  return [clean, ...(encoded === clean ? [] : [encoded]), ...(national ? [national] : [])];
}

function partOf(word: string): string {
  if (/^\+?\d{7,}$/.test(word)) {
    return `(?<![0-9A-Za-z])${escaped([...word]).join("[ -]?")}(?![0-9A-Za-z])`;
  }
  const whole = escaped([...word]).join("");
  const before = /^[0-9A-Za-z]/.test(word) ? "(?<![0-9A-Za-z])" : "";
  const after = /[0-9A-Za-z]$/.test(word) ? "(?![0-9A-Za-z])" : "";
  return `${before}${whole}${after}`;
}

function escaped(characters: readonly string[]): readonly string[] {
  return characters.map((character) =>
    /[\^$\\.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character,
  );
}
