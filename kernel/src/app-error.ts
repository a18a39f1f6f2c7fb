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

/** One thing wrong with an input, at a place (`path` as in `body.fields[2].name`). */
export interface Issue {
  readonly path: string;
  readonly message: string;
}

/** The one error class: a stable code, a sentence for people, and every issue found at once. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly issues: readonly Issue[];

  constructor(
    code: ErrorCode,
    message: string,
    options: { readonly issues?: readonly Issue[]; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.issues = options.issues ?? [];
  }
}
