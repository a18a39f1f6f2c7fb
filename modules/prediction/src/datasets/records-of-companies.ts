import { findCompanies } from "@causeway/module-identity";
import type { PredictionDefinition } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";

const mostLooked = 20_000;

/** Scored records of a definition whose mail domain or company name leads to one of these accounts. */
export async function recordsOfCompanies(
  trx: WorkspaceTransaction,
  { name, object }: PredictionDefinition,
  accounts: readonly string[],
): Promise<readonly string[]> {
  if (accounts.length === 0) return [];
  const { rows } = await sql<{ id: string; email: string | null; company: string | null }>`
    select r.id::text as id, r.row ->> 'email' as email, r.row ->> 'company' as company from (
      select t.id, to_jsonb(t) as row from scores s join ${sql.table(`record_${object}`)} t on t.id = s.record_id
      where s.prediction = ${name} and t.deleted_at is null
      order by s.as_of desc, t.id limit ${mostLooked}) r`.execute(trx);
  const companies = await findCompanies(
    trx,
    rows.map(({ email, company }) => ({ mail: email, name: company })),
  );
  const wanted = new Set(accounts);
  return rows.flatMap(({ id }, place) => (wanted.has(companies[place] ?? "") ? [id] : []));
}
