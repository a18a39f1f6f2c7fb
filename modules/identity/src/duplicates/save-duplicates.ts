import { newId } from "@causeway/kernel";
import { readSchema, survivorsOf } from "@causeway/module-records";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { objectNamed } from "@causeway/platform-schema";
import { sql } from "kysely";
import type { FoundDuplicate, FoundDuplicates } from "./find-duplicates.ts";
import type { ReadCompanies } from "./read-companies.ts";

/**
 * Writes what a look found: pairs that are still as they were read, of which neither is said to be the parent of the other, and
 * which nobody has called different companies, or those that were merged into them. By the columns that they were compared by.
 */
export async function saveDuplicates(
  trx: WorkspaceTransaction,
  { ids, versions }: ReadCompanies,
  found: ReadonlyMap<string, FoundDuplicates>,
  now: Date,
): Promise<void> {
  // Two looks at once would each delete what the other found.
  await sql`select pg_advisory_xact_lock(hashtextextended(current_schema() || '.company_duplicates', 0))`.execute(
    trx,
  );
  await dropGone(trx);
  const apart = await pairsApart(trx);
  const all = [...found].flatMap(([compared, { pairs }]) =>
    pairs.map((pair) => ({ compared, pair, ...ordered(ids, pair) })),
  );
  const rows = all.flatMap(({ compared, pair, left, right }) => {
    return apart.has(keyOf(ids[left] ?? "", ids[right] ?? ""))
      ? []
      : [
          {
            id: newId(now.getTime()),
            compared,
            left_id: ids[left],
            right_id: ids[right],
            left_version: versions[left],
            right_version: versions[right],
            probability: pair.probability,
            prior_bits: pair.priorBits,
            against: pair.against,
            evidence: pair.evidence,
          },
        ];
  });
  const parents = await parentTests(trx);
  await sql`insert into company_duplicates as d
      (id, left_id, right_id, compared, probability, prior_bits, against, evidence, state, found_at, seen_at)
    select f.id, f.left_id, f.right_id, f.compared, f.probability, f.prior_bits, f.against, f.evidence, 'open', ${now}, ${now}
    from json_to_recordset(${JSON.stringify(rows)}::json) as f(id uuid, left_id uuid, right_id uuid,
      compared text, left_version integer, right_version integer, probability float8, prior_bits float8, against text, evidence jsonb)
    join record_account l on l.id = f.left_id and l.version = f.left_version and l.deleted_at is null
    join record_account r on r.id = f.right_id and r.version = f.right_version and r.deleted_at is null
    where true ${parents}
    on conflict (left_id, right_id, compared) do update set probability = excluded.probability,
      prior_bits = excluded.prior_bits, against = excluded.against, evidence = excluded.evidence,
      seen_at = excluded.seen_at
    where d.state = 'open'`.execute(trx);
  await sql`delete from company_duplicates where state = 'open' and seen_at < ${now}`.execute(trx);
  const sights = [...found].map(([compared, { pairs, ...counts }]) => [
    compared,
    { ...counts, kept: pairs.length },
  ]);
  const state = { records: ids.length, sights: Object.fromEntries(sights) };
  await sql`insert into company_duplicate_looks (single, looked_at, state)
    values (true, ${now}, ${JSON.stringify(state)}::jsonb)
    on conflict (single) do update set looked_at = excluded.looked_at, state = excluded.state`.execute(
    trx,
  );
}

/** The lower id on the left, so that a pair stands once. */
function ordered(
  ids: readonly string[],
  { left, right }: FoundDuplicate,
): { readonly left: number; readonly right: number } {
  return (ids[left] ?? "") < (ids[right] ?? "") ? { left, right } : { left: right, right: left };
}

const keyOf = (one: string, other: string) => (one < other ? `${one} ${other}` : `${other} ${one}`);

/** Decisions about records that are gone for good: nobody needs them. */
async function dropGone(trx: WorkspaceTransaction): Promise<void> {
  await sql`delete from company_duplicates d where state = 'apart' and (
    not exists (select 1 from record_account where id = d.left_id)
    or not exists (select 1 from record_account where id = d.right_id))`.execute(trx);
}

/** Pairs that people have called different companies, also by the records that stand for them now. */
async function pairsApart(trx: WorkspaceTransaction): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ readonly left: string; readonly right: string }>`
    select left_id as left, right_id as right from company_duplicates where state = 'apart'`.execute(
    trx,
  );
  const survivors = await survivorsOf(trx, [
    ...new Set(rows.flatMap(({ left, right }) => [left, right])),
  ]);
  const now = (id: string) => survivors.get(id) ?? id;
  return new Set(
    rows.flatMap(({ left, right }) => [keyOf(left, right), keyOf(now(left), now(right))]),
  );
}

/** SQL that leaves out a company and what it is said to belong to. */
async function parentTests(trx: WorkspaceTransaction) {
  const { fields } = objectNamed(await readSchema(trx), "account");
  const parents = fields.filter(({ type, target }) => type === "reference" && target === "account");
  const tests = parents.map(
    ({ name }) => sql`and ${sql.ref(`l.${name}`)} is distinct from r.id
      and ${sql.ref(`r.${name}`)} is distinct from l.id`,
  );
  return tests.length === 0 ? sql`` : sql.join(tests, sql` `);
}
