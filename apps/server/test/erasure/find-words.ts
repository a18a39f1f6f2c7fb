import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { readAllRows } from "@causeway/platform-database/testing";

/** Where to look; without a URL in the embedded database of the data folder. */
export interface Searched {
  readonly databaseUrl?: string;
  readonly dataFolder: string;
  /** What the server logged. */
  readonly errors: readonly string[];
}

/**
 * Where words stand in the whole database (every table of every schema but PostgreSQL's own, as text), in the data folder
 * and in what the server logged: `schema.table: word`, sorted.
 */
export async function findWords(
  test: Searched,
  words: readonly string[],
): Promise<readonly string[]> {
  return [
    ...(await inTables(test, words)),
    ...inFiles(test.dataFolder, words),
    ...test.errors.flatMap((line) => holding("log", line, words)),
  ].sort();
}

async function inTables(
  { databaseUrl, dataFolder }: Searched,
  words: readonly string[],
): Promise<readonly string[]> {
  const found = new Set<string>();
  const place = { dataFolder, url: databaseUrl };
  await readAllRows(place, (table, row) => {
    for (const each of holding(table, row, words)) found.add(each);
  });
  return [...found];
}

function inFiles(folder: string, words: readonly string[]): readonly string[] {
  return (
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .map((name) => join(folder, name))
      // Deleted rows stand in PostgreSQL's own files until it overwrites them.
      .filter((path) => !path.startsWith(join(folder, "postgres", "data")))
      .filter((path) => statSync(path).isFile())
      .flatMap((path) => holding(path, readFileSync(path, "utf8"), words))
  );
}

function holding(place: string, text: string, words: readonly string[]): readonly string[] {
  const lower = text.toLowerCase();
  return words
    .filter((word) => lower.includes(word.toLowerCase()))
    .map((word) => `${place}: ${word}`);
}
