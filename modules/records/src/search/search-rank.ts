import { type RawBuilder, sql } from "kysely";

/**
 * The place of a hit among all: an expression over `text`, whose first line is the title. A word begins after whatever is no
 * Latin letter or digit, so that Chinese characters, which are not set apart, begin one anywhere.
 */
export function rankOf(query: string): RawBuilder<unknown> {
  const [first = query] = query.split(" ");
  const word = `(^|[^a-z0-9])${first.replace(/[^\p{L}\p{N}]/gu, "\\$&")}`;
  return sql`case
    when text = ${query} or starts_with(text, ${`${query}\n`}) then 0
    when starts_with(text, ${query}) then 1
    when position(${`\n${query}`} in text) > 0 then 2
    when split_part(text, chr(10), 1) ~ ${word} then 3
    when text ~ ${word} then 4 else 5 end`;
}
