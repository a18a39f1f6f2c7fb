import type { ObjectDefinition } from "@causeway/platform-contract";
import { type RawBuilder, sql } from "kysely";
import { gramsOfQuery, objectGram } from "./grams.ts";
import { normalizeForSearch } from "./search-entry.ts";

/** One word of a query: candidates have all of the grams, hits contain the text. */
interface SearchWord {
  readonly text: string;
  readonly grams: readonly number[];
}

const mostWords = 8;
const phoneLike = /^[+\d][\d\-().]{6,}$/;

/** Cuts a query into words; a phone number in any notation is one word of digits. */
export function wordsOfQuery(query: string): readonly SearchWord[] {
  return normalizeForSearch(query)
    .split(" ")
    .filter((word) => word !== "")
    .slice(0, mostWords)
    .map((word) => {
      const text = phoneLike.test(word) ? word.replace(/\D/g, "") : word;
      return { text, grams: gramsOfQuery(text) };
    });
}

/** A test on `search_entries` (as `s`): every word is contained. False where the query has nothing to search for. */
export function entryMatches(query: string, object: string): RawBuilder<unknown> {
  const words = wordsOfQuery(query);
  const grams = [...new Set(words.flatMap((word) => word.grams))];
  if (grams.length === 0) return sql`false`;
  const contains = words.map(
    ({ text }) => sql`s.text like ${`%${text.replace(/[\\%_]/g, "\\$&")}%`}`,
  );
  return sql`s.grams @> ${[objectGram(object), ...grams]}::integer[] and s.object = ${object}
    and ${sql.join(contains, sql` and `)}`;
}

/** A test on the record table `t`. An empty query tests nothing. */
export function searchSql(object: ObjectDefinition, query: string): RawBuilder<unknown> {
  if (query.trim() === "") return sql`true`;
  return sql`t.id in (select s.record_id from search_entries s
    where ${entryMatches(query, object.name)})`;
}
