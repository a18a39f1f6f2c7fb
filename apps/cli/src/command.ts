import { type BothLanguages, sameWords } from "@causeway/kernel";

/** One subcommand of `causeway`. Its file exports it as `export const startCommand: Command = …`. */
export interface Command {
  readonly name: string;
  /** One line for `causeway --help`. */
  readonly summary: string;
  /** The whole text of `causeway NAME --help`. */
  readonly usage: string;
  /**
   * Does the work; `args` are those after the command's name. Resolves to the exit code.
   * Throws `UsageError` for input that a person must correct (exit code 2, one line on stderr),
   * `AppError` for what went wrong (exit code 1; 2 for `bad-input`).
   */
  run(args: readonly string[]): Promise<number>;
}

/** What a person typed cannot be used; the words are the one line they see. `message` keeps the English ones. */
export class UsageError extends Error {
  readonly label: BothLanguages;

  constructor(words: string | BothLanguages) {
    const label = typeof words === "string" ? sameWords(words) : words;
    super(label.en);
    this.name = "UsageError";
    this.label = label;
  }
}
