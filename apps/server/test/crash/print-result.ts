import type { Verified } from "./verify.ts";

/** One line for the table in docs/reliability.md: what was done to the server, and what was found afterwards. */
export function printResult(what: string, found: Verified): void {
  const { events, edits, imports, undone, runs, mails, uncertain } = found;
  const cells = [what, events, edits, `${imports} + ${undone}`, runs, `${mails} + ${uncertain}`];
  process.stdout.write(`| ${cells.join(" | ")} |\n`);
}
