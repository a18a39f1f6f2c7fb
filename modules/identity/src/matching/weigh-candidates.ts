import { type Evidence, type PairExplanation, weighPairs } from "@causeway/engine-linkage";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import type { Pair } from "./find-candidates.ts";
import { cappedFields, fieldsOf, type MatchingRule } from "./matching-rule.ts";
import { personFields } from "./person-fields.ts";

/** A pair of people with what speaks for and against their being one. */
export interface WeighedPair {
  readonly left: string;
  readonly right: string;
  readonly probability: number;
  /** How sure it is that they are colleagues, a family or the like. */
  readonly related: number;
  readonly against: PairExplanation["against"];
  readonly priorBits: number;
  readonly evidence: readonly WeighedEvidence[];
}

/** One field's evidence, with the two values that were compared. */
export interface WeighedEvidence extends Evidence {
  readonly values: readonly [left: string, right: string];
}

const atOnce = 2_000;

/**
 * Weighs pairs by a rule's weights. Of a field with several values the one that both have counts, else the latest of each.
 * A value that more people share than the rule allows says nothing, neither for nor against: it is an office's or a kiosk's.
 */
export async function weighCandidates(
  trx: WorkspaceTransaction,
  rule: MatchingRule,
  pairs: readonly Pair[],
): Promise<readonly WeighedPair[]> {
  const total = await countPeople(trx);
  const weighed: WeighedPair[] = [];
  for (let at = 0; at < pairs.length; at += atOnce) {
    weighed.push(...(await weighChunk(trx, rule, pairs.slice(at, at + atOnce), total)));
  }
  return weighed;
}

async function countPeople(trx: WorkspaceTransaction): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select greatest(2, count(*)) as count from profiles where id = canonical_id`.execute(trx);
  return rows[0]?.count ?? 2;
}

/** Values of people by field, the latest first. */
type Values = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

async function weighChunk(
  trx: WorkspaceTransaction,
  rule: MatchingRule,
  pairs: readonly Pair[],
  total: number,
): Promise<readonly WeighedPair[]> {
  const names = fieldsOf(rule.body);
  const values = await valuesOf(trx, names, [...new Set(pairs.flat())]);
  const shares = await sharesOf(trx, values);
  const sharing = new Map(rule.body.fields.map((one) => [one.field, one.mostSharing]));
  const columns = names.map((name) => {
    const most = sharing.get(name) ?? null;
    return pairs.flatMap(([left, right]) => {
      const chosen = chosenValues(values.get(left)?.get(name), values.get(right)?.get(name));
      return chosen.map((value) => {
        const people = shares.get(`${name} ${value}`) ?? 0;
        return most !== null && people > most ? "" : value;
      });
    });
  });
  const kinds = Object.fromEntries(rule.body.fields.map(({ field, kind }) => [field, kind]));
  const table = { names, columns, rows: 2 * pairs.length };
  const shareOf = (field: string, value: string): number | undefined => {
    const people = shares.get(`${field} ${value}`);
    // Those beside the two: that the two share it is what is to be explained.
    return people === undefined ? undefined : Math.max(0.5, people - 2) / Math.max(1, total - 2);
  };
  const alike = cappedFields(rule.body);
  const weigh = weighPairs(table, kinds, rule.weights, { shareOf, alike });
  return pairs.map(([left, right], at) => {
    const { evidence, ...rest } = weigh(2 * at, 2 * at + 1);
    return {
      left,
      right,
      ...rest,
      evidence: evidence.map((one) => {
        const column = columns[names.indexOf(one.field)] ?? [];
        return { ...one, values: [column[2 * at] ?? "", column[2 * at + 1] ?? ""] as const };
      }),
    };
  });
}

function chosenValues(
  left: readonly string[] = [],
  right: readonly string[] = [],
): readonly [string, string] {
  const shared = left.find((value) => right.includes(value));
  return shared === undefined ? [left[0] ?? "", right[0] ?? ""] : [shared, shared];
}

async function valuesOf(
  trx: WorkspaceTransaction,
  fields: readonly string[],
  people: readonly string[],
): Promise<Values> {
  const { rows } = await sql<{ person: string; field: string; values: string[] }>`
    select person, field, (array_agg(value order by seen desc, value))[1:20] as values
    from (${personFields(fields, { people })}) f group by person, field`.execute(trx);
  const found = new Map<string, Map<string, readonly string[]>>();
  for (const { person, field, values } of rows) {
    const own = found.get(person) ?? new Map<string, readonly string[]>();
    found.set(person, own.set(field, values));
  }
  return found;
}

/** How many people have each of these values, by field and value. */
async function sharesOf(
  trx: WorkspaceTransaction,
  values: Values,
): Promise<ReadonlyMap<string, number>> {
  const wanted = new Map<string, readonly [string, string]>();
  for (const fields of values.values()) {
    for (const [field, own] of fields) {
      for (const value of own) wanted.set(`${field} ${value}`, [field, value]);
    }
  }
  const list = [...wanted.values()];
  const fields = [...new Set(list.map(([field]) => field))];
  const { rows } = await sql<{ field: string; value: string; people: number }>`
    with mine as materialized (select * from unnest(
      ${list.map(([field]) => field)}::text[], ${list.map(([, value]) => value)}::text[])
      as m(field, value))
    select field, value, count(distinct person) as people
    from (${personFields(fields, "mine")}) f group by field, value`.execute(trx);
  return new Map(rows.map(({ field, value, people }) => [`${field} ${value}`, people]));
}
