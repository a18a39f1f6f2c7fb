import type { MatchingRuleBody } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { type RawBuilder, sql } from "kysely";
import { personFields } from "./person-fields.ts";

export type Pair = readonly [left: string, right: string];

/** Groups of people that are looked at together are no larger; more share a value than are compared by it. */
const largestBlock = 60;
/** Pairs of one look at most, so that no rule, however careless, holds up the others. */
const mostPairs = 200_000;

/**
 * Pairs of people who agree in all fields of one of the rule's sets, found in the database. With `changed` only pairs of
 * which one is among them, by indexes on the values.
 */
export async function findCandidates(
  trx: WorkspaceTransaction,
  rule: MatchingRuleBody,
  changed: readonly string[] | null,
): Promise<readonly Pair[]> {
  const pairs = new Map<string, Pair>();
  const isChanged = changed && new Set(changed);
  for (const set of rule.blocking) {
    for (const people of await blocksOf(trx, set, changed)) {
      if (pairs.size >= mostPairs) break;
      const own = pairsOf(people).filter(
        ([left, right]) => !isChanged || isChanged.has(left) || isChanged.has(right),
      );
      for (const pair of own) pairs.set(pair.join(" "), pair);
    }
  }
  return [...pairs.values()];
}

function pairsOf(people: readonly string[]): readonly Pair[] {
  return people.flatMap((left, at) => people.slice(at + 1).map((right): Pair => [left, right]));
}

async function blocksOf(
  trx: WorkspaceTransaction,
  set: readonly string[],
  changed: readonly string[] | null,
): Promise<readonly (readonly string[])[]> {
  const mine =
    changed === null
      ? sql``
      : sql`mine as materialized (
          select distinct field, value from (${personFields(set, { people: changed })}) f),`;
  const { rows } = await sql<{ people: string[] }>`
    with ${mine} fields as materialized (
      select distinct person, field, value
      from (${personFields(set, changed === null ? "all" : "mine")}) f)
    select array_agg(distinct person::text order by person::text) as people
    from (${keysOf(set)}) keys group by ${columnsOf(set)}
    having count(distinct person) between 2 and ${largestBlock}
    order by 1 limit ${mostPairs}`.execute(trx);
  return rows.map(({ people }) => people);
}

/** Each person with one value of every field of a set; those that have several values stand several times. */
function keysOf(set: readonly string[]): RawBuilder<unknown> {
  const [first = ""] = set;
  const joins = set.slice(1).map((field, at) => {
    const alias = sql.ref(`f${at + 1}`);
    return sql`join fields ${alias} on ${alias}.person = f0.person and ${alias}.field = ${field}`;
  });
  const columns = set.map((_, at) => sql`${sql.ref(`f${at}.value`)} as ${sql.ref(`v${at}`)}`);
  return sql`select f0.person, ${sql.join(columns)} from fields f0 ${sql.join(joins, sql` `)}
    where f0.field = ${first}`;
}

function columnsOf(set: readonly string[]): RawBuilder<unknown> {
  return sql.join(set.map((_, at) => sql.ref(`v${at}`)));
}
