import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Where people's requests are answered; what commands alone say stays English. */
const places = "{modules/*,platform/{access,audit,http,jobs,schema}}/src/**/*.ts";

const literalWords = /new AppError\(\s*"[a-z-]+",\s*(["'`])/g;

/** The lines where an AppError is given its words in one language only, as a literal. */
export function englishOnly(text: string): readonly number[] {
  return [...text.matchAll(literalWords)].map(
    ({ index }) => text.slice(0, index).split("\n").length,
  );
}

/** Every such place of the repository, and how many errors were looked at. */
export function findEnglishOnly(root: string): {
  readonly found: readonly string[];
  readonly errors: number;
} {
  const files = globSync(places, { cwd: root }).filter((path) => !path.endsWith(".test.ts"));
  const texts = files.map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
  return {
    found: texts.flatMap(({ path, text }) => englishOnly(text).map((line) => `${path}:${line}`)),
    errors: texts.reduce((sum, { text }) => sum + text.split("new AppError(").length - 1, 0),
  };
}
