/** Stable codes of expected failures; `platform/http` maps each to one HTTP status. */
export type ErrorCode =
  | "bad-input"
  | "unauthenticated"
  | "forbidden"
  | "not-found"
  | "conflict"
  | "too-large"
  | "rate-limited"
  | "unavailable"
  | "unsupported"
  | "internal";

/** One sentence in both languages of the product. */
export interface BothLanguages {
  readonly zh: string;
  readonly en: string;
}

/** One thing wrong with an input, at a place (`path` as in `body.fields[2].name`). */
export interface Issue {
  readonly path: string;
  readonly message: string;
  /** The message for readers of either language, where it was not written in the reader's own already. */
  readonly label?: BothLanguages;
}

/**
 * The one error class: a stable code, a sentence for people, and every issue found at once. A sentence given in both
 * languages reaches its reader in theirs; `message` keeps the English one, which logs carry.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly issues: readonly Issue[];
  readonly label: BothLanguages | null;
  /** What programs may go on with, by name: `mergedInto`, the id of the record to turn to instead. */
  readonly details: Readonly<Record<string, string>>;

  constructor(
    code: ErrorCode,
    words: string | BothLanguages,
    options: {
      readonly issues?: readonly Issue[];
      readonly details?: Readonly<Record<string, string>>;
      readonly cause?: unknown;
    } = {},
  ) {
    super(
      typeof words === "string" ? words : words.en,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.name = "AppError";
    this.code = code;
    this.issues = options.issues ?? [];
    this.details = options.details ?? {};
    this.label = typeof words === "string" ? null : words;
  }
}

/**
 * What to say of anything thrown: its own words in both languages where it has them, else what it says, for readers of
 * either: a mail server, PostgreSQL and the like speak one language.
 */
export function wordsOf(thrown: unknown): BothLanguages {
  if (thrown instanceof AppError && thrown.label !== null) return thrown.label;
  return sameWords(thrown instanceof Error ? thrown.message : String(thrown));
}

/** Words from outside, which have one language. */
export function sameWords(text: string): BothLanguages {
  return { zh: text, en: text };
}

/** An issue in both languages. */
export function issueAt(path: string, label: BothLanguages): Issue {
  return { path, message: label.en, label };
}
