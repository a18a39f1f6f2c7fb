import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { companyDomainOf, normalizeCompanyName, normalizeEmail } from "../identifiers/normalize.ts";

/** What a person's record says of the company. */
export interface CompanyHint {
  readonly mail: string | null;
  readonly name: string | null;
}

/**
 * The account behind each hint: by the domain of the mail address, else by the company's name; null where none or
 * several fit. The answer is in the order of `hints`.
 */
export async function findCompanies(
  trx: WorkspaceTransaction,
  hints: readonly CompanyHint[],
): Promise<readonly (string | null)[]> {
  const read = hints.map(({ mail, name }) => {
    const address = mail === null ? null : normalizeEmail(mail);
    return {
      domain: address === null ? null : companyDomainOf(address),
      name: name === null ? null : normalizeCompanyName(name),
    };
  });
  const domains = await accountsBy(
    trx,
    "company_domain",
    read.map(({ domain }) => domain),
  );
  const names = await accountsBy(
    trx,
    "company_name",
    read.map(({ name }) => name),
  );
  return read.map(({ domain, name }) => domains.get(domain ?? "") ?? names.get(name ?? "") ?? null);
}

/** Accounts by the one value that only they have. */
async function accountsBy(
  trx: WorkspaceTransaction,
  kind: string,
  values: readonly (string | null)[],
): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(values.filter((value) => value !== null))];
  if (wanted.length === 0) return new Map();
  const { rows } = await sql<{ value: string; id: string }>`
    select value, min(record_id::text) as id from record_identifiers
    where object = 'account' and kind = ${kind} and value = any(${wanted}::text[])
    group by value having count(distinct record_id) = 1`.execute(trx);
  return new Map(rows.map(({ value, id }) => [value, id]));
}
