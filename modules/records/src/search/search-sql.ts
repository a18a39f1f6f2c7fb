import type { ObjectDefinition } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { isPersonObject, type Schema } from "@causeway/platform-schema";
import { type RawBuilder, sql } from "kysely";
import { recordTable } from "../store/record-table.ts";
import { gramsOfQuery, hasShortRun, objectGram } from "./grams.ts";
import { normalizeForSearch, type SearchEntry } from "./search-entry.ts";
import { greatestShare, rarest, searchStatistics } from "./search-statistics.ts";
import { titleKeysOf } from "./title-keys.ts";

/** One word of a query: candidates have all of the grams, hits contain the text. */
interface SearchWord {
  readonly text: string;
  readonly grams: readonly number[];
  /** Whether more entries contain the text than are hits: one or two letters stand in the middle of everything. */
  readonly isShort: boolean;
}

/** A record found by what somebody sees of it, and the text of that. */
export interface OpenEntry {
  readonly id: string;
  readonly text: string;
}

/** How the entries of one object that match a query are found. */
export interface SearchPlan {
  readonly object: string;
  readonly words: readonly SearchWord[];
  /** What the inverted index is asked for. */
  readonly asked: readonly number[];
  /**
   * `grams`: by the inverted index, which first collects all candidates. `walk`: so many records match that looking at
   * one after the other finds a page sooner. `nothing`: the query has nothing to search for.
   */
  readonly way: "grams" | "walk" | "nothing";
  /** Where somebody does not see all that is searched: the records found by what they see. */
  readonly only?: readonly OpenEntry[];
  /**
   * Whether the index is asked for the object too; of an object with most of the records that costs more than it saves,
   * unless the grams stand in many entries of others.
   */
  readonly asksForObject: boolean;
  /** Whether the object has so few records that all that match are looked at. */
  readonly isSmall: boolean;
}

const mostWords = 8;
const phoneLike = /^[+\d][\d\-().]{6,}$/;

/** Cuts a query into words; a phone number in any notation is one word of digits. */
function wordsOfQuery(query: string): readonly SearchWord[] {
  return normalizeForSearch(query)
    .split(" ")
    .filter((word) => word !== "")
    .slice(0, mostWords)
    .map((word) => {
      const text = phoneLike.test(word) ? word.replace(/\D/g, "") : word;
      return { text, grams: gramsOfQuery(text), isShort: hasShortRun(text) };
    });
}

/** More of them select hardly better, and each costs; measured on a million contacts. */
const mostGrams = 4;
const looksAt = 2000;
/** One in fifty of the latest records. */
const walkShare = 0.02;
const largeShare = 0.3;
/** What so many entries have stands in the others rather than in those that are looked for. */
const commonShare = 0.1;

/**
 * Decides how to search each object, by a look at its latest records. PostgreSQL cannot: it takes characters and objects
 * for independent of each other, and so reads a million contacts for a word that stands in names of companies only.
 */
export async function planSearches(
  trx: WorkspaceTransaction,
  schema: Schema,
  objects: readonly string[],
  query: string,
  share = walkShare,
): Promise<readonly SearchPlan[]> {
  const words = wordsOfQuery(query);
  const isEmpty = words.every(({ grams }) => grams.length === 0);
  if (isEmpty || objects.length === 0) {
    return objects.map((object) => ({
      object,
      words,
      asked: [],
      way: "nothing",
      asksForObject: true,
      isSmall: true,
    }));
  }
  const grams = [...new Set(words.flatMap((word) => word.grams))];
  const statistics = await searchStatistics(trx, schema);
  const asked = grams.length > mostGrams ? rarest(grams, statistics, mostGrams) : grams;
  // Where a rare gram says that few can match, or an object has few records, the latest ones need not be looked at.
  const isSmall = (object: string) => {
    const size = statistics.sizes.get(object) ?? 0;
    return size > 0 && size < looksAt / 2;
  };
  const open = objects.filter(
    (object) => !isSmall(object) && greatestShare(statistics, object, grams) >= share,
  );
  const walked = new Set(await manyMatch(trx, open, words, share));
  const all = [...statistics.sizes.values()].reduce((sum, size) => sum + Math.max(0, size), 0);
  const areCommon = asked.every((gram) => (statistics.common.get(gram) ?? 0) > commonShare);
  return objects.map((object) => ({
    object,
    words,
    asked,
    way: walked.has(object) ? "walk" : "grams",
    asksForObject: (statistics.sizes.get(object) ?? 0) < largeShare * all || areCommon,
    isSmall: isSmall(object),
  }));
}

/** Objects of whose latest records at least that share matches. */
async function manyMatch(
  trx: WorkspaceTransaction,
  objects: readonly string[],
  words: readonly SearchWord[],
  share: number,
): Promise<readonly string[]> {
  if (objects.length === 0) return [];
  const looks = objects.map(
    (object) => sql`select ${object}::text as object, count(*) as seen,
      count(*) filter (where ${matches(words)}) as hits
      from (select text, grams from search_entries where object = ${object}
        order by record_id desc limit ${looksAt}) s`,
  );
  const { rows } = await sql<Look>`${sql.join(looks, sql` union all `)}`.execute(trx);
  return rows
    .filter(({ seen, hits }) => seen === looksAt && hits >= share * seen)
    .map(({ object }) => object);
}

interface Look {
  readonly object: string;
  readonly seen: number;
  readonly hits: number;
}

/**
 * Entries of a plan's object that match: `object`, `record_id`, `text`; of those that are walked the latest only. Where
 * somebody does not see all that is searched, the text is what they see.
 */
export function matchingEntries(plan: SearchPlan, limit: number): RawBuilder<unknown> {
  const { object, words, way, only } = plan;
  const columns = sql`s.object, s.record_id, s.text`;
  if (only !== undefined) {
    const open = only.slice(0, limit);
    return sql`select ${columns} from (select ${object}::text as object, o.record_id, o.text
      from unnest(${idsOf(open)}::uuid[], ${open.map(({ text }) => text)}::text[])
        as o (record_id, text)) s`;
  }
  if (way === "walk") {
    return sql`select ${columns} from (select * from search_entries where object = ${object}
      order by record_id desc limit ${2 * looksAt}) s where ${matches(words)} limit ${limit}`;
  }
  if (way === "nothing") return sql`select ${columns} from search_entries s where false`;
  return sql`select ${columns} from ${candidates(plan)} s
    where s.object = ${object} and ${matches(words)} limit ${limit}`;
}

/**
 * Entries of the plan's object whose title, or its sound, begins with the query, by the index of titles; undefined where
 * the plan's own entries hold them all.
 */
export function titleMatches(
  object: ObjectDefinition,
  { words, way, only, isSmall }: SearchPlan,
  query: string,
  limit: number,
): RawBuilder<unknown> | undefined {
  if (way === "nothing" || only !== undefined || isSmall) return undefined;
  const keys = titleKeysOf(query, { isPerson: isPersonObject(object) });
  return sql`select s.object, s.record_id, s.text
    from unnest(${keys}::text[]) as key (low)
    cross join lateral (select t.id from ${recordTable(object.name)} t
      where t.deleted_at is null and t.title_key >= key.low and t.title_key < key.low || ${lastCharacter}
      order by t.title_key, t.id limit ${limit}) t
    join search_entries s on s.object = ${object.name} and s.record_id = t.id
    where ${contains(words)}`;
}

/** Follows whatever a text goes on with. */
const lastCharacter = "\u{10FFFF}";

/** A test on the record table `t`; true without a plan. */
export function searchSql(plan: SearchPlan | undefined): RawBuilder<unknown> {
  if (plan === undefined) return sql`true`;
  if (plan.way === "nothing") return sql`false`;
  if (plan.only !== undefined) return sql`t.id = any(${idsOf(plan.only)}::uuid[])`;
  const { object, words } = plan;
  if (plan.way === "walk") {
    // A subquery for each row: a join would collect all of them first.
    return sql`(select ${matches(words)} from search_entries s
      where s.object = ${object} and s.record_id = t.id)`;
  }
  return sql`t.id in (select s.record_id from ${candidates(plan)} s
    where s.object = ${object} and ${matches(words)})`;
}

/** Where a page of hits in the order of their times goes on, and how many it takes. */
export interface NewestPage {
  readonly direction: "asc" | "desc";
  readonly limit: number;
  /** Time and id of the record that the page follows. */
  readonly after?: { readonly time: string | null; readonly id: string };
}

/**
 * A test on the record table `t` that holds for one page of the hits, by the time when they were created; undefined where the
 * plan does not collect them. A word may have many hits, each on a page of the disk of its own: only those that are shown
 * are looked up as records.
 */
export function newestSearchSql(
  plan: SearchPlan | undefined,
  { direction, limit, after }: NewestPage,
): RawBuilder<unknown> | undefined {
  if (plan?.way !== "grams" || plan.only !== undefined) return undefined;
  const { object, words } = plan;
  const towards = sql.raw(direction);
  const rest =
    after === undefined
      ? sql`true`
      : sql`(m.time, m.record_id) ${sql.raw(direction === "asc" ? ">" : "<")}
          (${after.time}::timestamptz, ${after.id}::uuid)`;
  // Entries of an earlier version have no time until they are filled.
  return sql`t.id in (select m.record_id from (
      select s.record_id, coalesce(s.created_at, (
        select r.created_at from ${recordTable(object)} r where r.id = s.record_id)) as time
      from ${candidates(plan)} s where s.object = ${object} and ${matches(words)}) m
    where ${rest} order by m.time ${towards}, m.record_id ${towards} limit ${limit})`;
}

/**
 * `offset 0` keeps PostgreSQL from looking for another way than the inverted index. The grams come from a subquery, so that
 * it does not know them when it plans: taking objects and grams for independent, it would expect hits by the thousand
 * where there is none, and read all entries in search of the first few.
 */
function candidates({ object, asked, asksForObject }: SearchPlan): RawBuilder<unknown> {
  const grams = asksForObject ? [...asked, objectGram(object)] : asked;
  return sql`(select * from search_entries where grams @> (select ${grams}::integer[]) offset 0)`;
}

function idsOf(entries: readonly OpenEntry[]): readonly string[] {
  return entries.map(({ id }) => id);
}

/** Whether an entry is a hit, for those that are no rows of the database; the same as `matches`. */
export function wordTest({ words }: SearchPlan): (entry: SearchEntry) => boolean {
  const short = words.filter(({ isShort }) => isShort).flatMap((word) => word.grams);
  return ({ text, grams }) => {
    const own = new Set(grams);
    return words.every((word) => text.includes(word.text)) && short.every((gram) => own.has(gram));
  };
}

/**
 * Whether an entry `s` is a hit, a candidate or not: whichever way is taken, the same are found. The index may have been asked
 * for the rarest grams only, and a short one is often common.
 */
function matches(words: readonly SearchWord[]): RawBuilder<unknown> {
  const grams = words.filter(({ isShort }) => isShort).flatMap((word) => word.grams);
  if (grams.length === 0) return contains(words);
  return sql`${contains(words)} and s.grams @> ${grams}::integer[]`;
}

function contains(words: readonly SearchWord[]): RawBuilder<unknown> {
  const tests = words.map(({ text }) => sql`s.text like ${`%${text.replace(/[\\%_]/g, "\\$&")}%`}`);
  return sql.join(tests, sql` and `);
}
