import { type LearnedWeights, learnWeights } from "@causeway/engine-linkage";
import type { MatchingRuleBody } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { cappedFields, fieldsOf, isAboutDevices } from "./matching-rule.ts";
import { personFields } from "./person-fields.ts";

/** People that weights are learned from at most: those seen last. */
const mostPeople = 20_000;
/** The same people give the same weights. */
const seed = 1;

/** Learns a rule's weights from the workspace's own people, without labels; null where there is nothing to learn from. */
export async function learnRule(
  trx: WorkspaceTransaction,
  rule: MatchingRuleBody,
): Promise<LearnedWeights | null> {
  const names = fieldsOf(rule);
  const rows = await samplePeople(trx, rule);
  const columns = names.map((name) => rows.map((row) => row[name] ?? ""));
  const kinds = Object.fromEntries(rule.fields.map(({ field, kind }) => [field, kind]));
  const telling = new Set(
    names.filter((_, at) => new Set(columns[at]?.filter((cell) => cell !== "")).size > 1),
  );
  const blocking = rule.blocking.filter((set) => set.every((field) => telling.has(field)));
  if (blocking.length === 0) return null;
  const table = { names, columns, rows: rows.length };
  // Of devices the bound on sharing does what relatives do for people.
  const findsRelatives = !isAboutDevices(rule);
  const alike = cappedFields(rule);
  return learnWeights(table, { columns: kinds, blocking, alike, findsRelatives }, seed);
}

/** One row a person: the latest value of each field that not too many share. */
async function samplePeople(
  trx: WorkspaceTransaction,
  rule: MatchingRuleBody,
): Promise<readonly Readonly<Record<string, string>>[]> {
  const names = fieldsOf(rule);
  const most = names.map(
    (name) => rule.fields.find(({ field }) => field === name)?.mostSharing ?? 2_000_000_000,
  );
  const { rows } = await sql<{ row: Readonly<Record<string, string>> }>`
    with fields as materialized (
      select person, field, value, max(seen) as seen
      from (${personFields(names, "all")}) f group by person, field, value
    ), bounds as (select * from unnest(${names}::text[], ${most}::bigint[]) as b(field, most)),
    told as (
      select f.*, count(*) over (partition by f.field, f.value) as people from fields f
    ), latest as (
      select distinct on (t.person, t.field) t.person, t.field, t.value, t.seen
      from told t join bounds b using (field) where t.people <= b.most
      order by t.person, t.field, t.seen desc, t.value
    )
    select jsonb_object_agg(field, value) as row from latest group by person
    order by max(seen) desc, person limit ${mostPeople}`.execute(trx);
  return rows.map(({ row }) => row);
}
