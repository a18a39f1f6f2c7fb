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
 * not the person's); others are found as whole words, in any case; numbers as people write them, with blanks, dashes and
 * brackets, with or without the prefix of their country.
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
  return {
    pattern: searchPattern(words),
    names: (given) => given.search(pattern) >= 0,
    text,
    json,
  };
}

/**
 * The source of a regular expression that finds words as `createRedactor` does, the longest first, in their spellings;
 * null for none. Latin words of fewer characters than `shortest` are left out.
 */
export function wordsPattern(words: readonly string[], shortest: number): string | null {
  const parts = partsOf(words, shortest).map(
    ({ body, isBounded: [left, right] }) => `${left ? before : ""}${body}${right ? after : ""}`,
  );
  return parts.length === 0 ? null : parts.join("|");
}

/**
 * The same for PostgreSQL, which only has to tell whether there is a word: what stands before and after one belongs to the
 * match, since looking around makes it more than twenty times as slow.
 */
function searchPattern(words: readonly string[]): string | null {
  const parts = partsOf(words, shortestLatin);
  const alternatives = [true, false].flatMap((left) =>
    [true, false].flatMap((right) => {
      const bodies = parts.filter(
        ({ isBounded }) => isBounded[0] === left && isBounded[1] === right,
      );
      if (bodies.length === 0) return [];
      const any = `(?:${bodies.map(({ body }) => body).join("|")})`;
      return [`${left ? foundBefore : ""}${any}${right ? foundAfter : ""}`];
    }),
  );
  return alternatives.length === 0 ? null : alternatives.join("|");
}

function partsOf(words: readonly string[], shortest: number): readonly Part[] {
  return [...new Set(words.flatMap((word) => spellings(word, shortest)))]
    .sort((left, right) => right.length - left.length || (left < right ? -1 : 1))
    .map(partOf);
}

function spellings(word: string, shortest: number): readonly string[] {
  const clean = word.trim();
  const isHan = /\p{Script=Han}/u.test(clean);
  if (clean.length < (isHan ? 2 : shortest)) return [];
  // In addresses of pages and in form bodies.
  const encoded = encodeURIComponent(clean);
  return [clean, ...(encoded === clean ? [] : [encoded]), ...(nationalOf(clean) ?? [])];
}

/** How a number is written by those who call it from within its country. */
function nationalOf(number: string): readonly string[] | undefined {
  const [, china, america] = /^\+(?:86(\d{9,11})|1(\d{10}))$/.exec(number) ?? [];
  if (america !== undefined) return [america];
  return china === undefined ? undefined : [/^1\d{10}$/.test(china) ? china : `0${china}`];
}

/** A word as a regular expression, and at which of its ends no letter or digit may follow. */
interface Part {
  readonly body: string;
  readonly isBounded: readonly [left: boolean, right: boolean];
}

/** Where JSON is searched as it is stored, the letter of an escape (the n of a line break) is none. */
const before = String.raw`(?:(?<![0-9A-Za-z])|(?<=\\[bfnrt])|(?<=\\u00[01][0-9a-f]))`;
const after = "(?![0-9A-Za-z])";
const foundBefore = String.raw`(?:^|[^0-9A-Za-z]|\\[bfnrt]|\\u00[01][0-9a-f])`;
const foundAfter = "(?:$|[^0-9A-Za-z])";

function partOf(word: string): Part {
  const international = /^(\+?)(\d{7,})$/.exec(word);
  if (international !== null) {
    const [, plus = "", digits = ""] = international;
    const number = [...digits]
      .map((digit) => `[${digit}${wide(digit)}]`)
      .join("[ .()\u00a0-]{0,2}");
    return {
      body: `${plus === "" ? "" : "(?:[+\uff0b]|00)?"}${number}`,
      isBounded: [true, true],
    };
  }
  // Names are spread over a column: 王　五.
  const isName = /^\p{Script=Han}{2,4}$/u.test(word);
  return {
    body: escaped([...word])
      .join(isName ? "[ \u3000]?" : "")
      .replace("@", "[@\uff20]"),
    isBounded: [/^[0-9A-Za-z]/.test(word), /[0-9A-Za-z]$/.test(word)],
  };
}

function wide(digit: string): string {
  return String.fromCharCode(digit.charCodeAt(0) + 0xfee0);
}

function escaped(characters: readonly string[]): readonly string[] {
  return characters.map((character) =>
    /[\^$\\.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character,
  );
}
