import type { ObjectDefinition } from "@causeway/platform-contract";
import { isPersonObject } from "@causeway/platform-schema";
import { type RawBuilder, sql } from "kysely";
import { hasHan } from "./pinyin-of.ts";
import { initialsOfPinyin } from "./title-keys.ts";

const company = "account";

/**
 * The place of a hit among all: an expression over `object` and `text`, whose first line is the title, followed by its sound
 * and the initials of that where it is Chinese. A word begins after whatever is no Latin letter or digit, so that Chinese
 * characters, which are not set apart, begin one anywhere, and so do their syllables. What is called so stands before what
 * only names it: a deal or a contract is called after its company.
 */
export function rankOf(query: string, objects: readonly ObjectDefinition[]): RawBuilder<unknown> {
  const [first = query] = query.split(" ");
  const word = `(^|[^a-z0-9])${escaped(first)}`;
  const named = isIn(objects.filter(isNamedAfterCompany));
  const people = isIn(objects.filter(isPersonObject));
  const initials = initialsOfPinyin(first);
  const begins = sql`position(${`\n${query}`} in text) > 0`;
  // A person's lines beside the name hold no Chinese of its own, nor its sound, but what the record says of others, such as
  // a lead's company; an address is their own.
  const tells = hasHan(query)
    ? people
    : initials.length === 0
      ? sql`false`
      : sql`${people} and not text ~ ${`\n${escaped(query)}[^\n]*@`}`;
  return sql`case
    when text = ${query} or starts_with(text, ${`${query}\n`}) then 0
    when starts_with(text, ${query}) then case when ${named} then 4 else 1 end
    when ${titleSounds(initials, query, "beginning")} then case when ${named} then 5 else 2 end
    when ${begins} then case when ${named} then 5 when ${tells} then 6 else 2 end
    when ${titleLine(1)} ~ ${word} or ${titleSounds(initials, first, "anywhere")} then
      case when ${named} then 6 else 3 end
    when text ~ ${word} then 7 else 8 end`;
}

/** Whether the sound of a Chinese title has the letters where one of its syllables begins. */
function titleSounds(
  initials: readonly string[],
  letters: string,
  where: "beginning" | "anywhere",
): RawBuilder<unknown> {
  if (initials.length === 0) return sql`false`;
  const before = where === "beginning" ? "" : "%";
  const sound = `${before}${letters.replace(/[\\%_]/g, "\\$&")}%`;
  const patterns = initials.map((each) => `${before}${each}%`);
  return sql`(${titleLine(1)} ~ '[\u4e00-\u9fff]' and ${titleLine(2)} like ${sound}
    and ${titleLine(3)} like any (${patterns}::text[]))`;
}

function titleLine(number: 1 | 2 | 3): RawBuilder<unknown> {
  return sql`split_part(text, chr(10), ${sql.lit(number)})`;
}

function isIn(objects: readonly ObjectDefinition[]): RawBuilder<unknown> {
  return sql`object = any(${objects.map(({ name }) => name)}::text[])`;
}

function escaped(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, "\\$&");
}

/** Whether records of the object belong to a company and have no name of their own. */
function isNamedAfterCompany(object: ObjectDefinition): boolean {
  return (
    object.name !== company &&
    !isPersonObject(object) &&
    object.fields.some(({ target }) => target === company)
  );
}
