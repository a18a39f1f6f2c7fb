import type { ObjectDefinition } from "@causeway/platform-contract";
import { isPersonObject } from "@causeway/platform-schema";
import { type RawBuilder, sql } from "kysely";
import { hasHan } from "./pinyin-of.ts";

const company = "account";

/**
 * The place of a hit among all: an expression over `object` and `text`, whose first line is the title. A word begins after
 * whatever is no Latin letter or digit, so that Chinese characters, which are not set apart, begin one anywhere. What is
 * called so stands before what only names it: a deal or a contract is called after its company.
 */
export function rankOf(query: string, objects: readonly ObjectDefinition[]): RawBuilder<unknown> {
  const [first = query] = query.split(" ");
  const word = `(^|[^a-z0-9])${first.replace(/[^\p{L}\p{N}]/gu, "\\$&")}`;
  const named = objects.filter(isNamedAfterCompany).map(({ name }) => name);
  // Lines beside the title hold no Chinese of its own but what the record says of others, such as a lead's company.
  const telling = hasHan(query) ? objects.filter(isPersonObject).map(({ name }) => name) : [];
  const isIn = (names: readonly string[]) => sql`object = any(${[...names]}::text[])`;
  return sql`case
    when text = ${query} or starts_with(text, ${`${query}\n`}) then 0
    when starts_with(text, ${query}) then case when ${isIn(named)} then 4 else 1 end
    when position(${`\n${query}`} in text) > 0 then
      case when ${isIn([...named, ...telling])} then 5 else 2 end
    when split_part(text, chr(10), 1) ~ ${word} then case when ${isIn(named)} then 6 else 3 end
    when text ~ ${word} then 7 else 8 end`;
}

/** Whether records of the object belong to a company and have no name of their own. */
function isNamedAfterCompany(object: ObjectDefinition): boolean {
  return (
    object.name !== company &&
    !isPersonObject(object) &&
    object.fields.some(({ target }) => target === company)
  );
}
