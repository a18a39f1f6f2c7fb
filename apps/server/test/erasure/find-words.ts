import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { readAllRows } from "@causeway/platform-database/testing";
import type { TestServer } from "../running-server.ts";

/**
 * Where words stand in the whole database (every table of every schema but PostgreSQL's own, as text), in the data folder
 * and in what the server logged: `schema.table: word`, sorted.
 */
export async function findWords(
  test: TestServer,
  words: readonly string[],
): Promise<readonly string[]> {
  return [
    ...(await inTables(test.databaseUrl, words)),
    ...inFiles(test.dataFolder, words),
    ...test.errors.flatMap((line) => holding("log", line, words)),
  ].sort();
}

async function inTables(url: string, words: readonly string[]): Promise<readonly string[]> {
  const found = new Set<string>();
  await readAllRows(url, (table, row) => {
    for (const each of holding(table, row, words)) found.add(each);
  });
  return [...found];
}

function inFiles(folder: string, words: readonly string[]): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .flatMap((path) => holding(path, readFileSync(path, "utf8"), words));
}

function holding(place: string, text: string, words: readonly string[]): readonly string[] {
  const lower = text.toLowerCase();
  return words
    .filter((word) => lower.includes(word.toLowerCase()))
    .map((word) => `${place}: ${word}`);
}
