import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";

/** A company beneath an account, as its signals may name it. */
export interface CompanyBeneath {
  readonly name: string;
  readonly creditCode: string | null;
  readonly accountId: string | null;
}

/**
 * Companies that belong to an account, directly or through others, as it was known at a moment; in the order of `accounts`.
 * Whom an account shares a head with is not beneath it.
 */
export async function companiesBeneath(
  trx: WorkspaceTransaction,
  accounts: readonly { readonly id: string; readonly asOf: Date }[],
): Promise<readonly (readonly CompanyBeneath[])[]> {
  const { rows } = await sql<CompanyBeneath & { readonly row: number }>`
    select a.row::integer as row, m.name, m.credit_code as "creditCode", m.account_id as "accountId"
    from unnest(
      ${accounts.map(({ id }) => id)}::uuid[],
      ${accounts.map(({ asOf }) => asOf.toISOString())}::timestamptz[]) with ordinality as a(id, as_of, row)
    join company_group_members own on own.account_id = a.id
      and own.known_from <= a.as_of and (own.known_until is null or own.known_until > a.as_of)
    join company_group_members m on m.head = own.head and m.company <> own.company
      and m.known_from <= a.as_of and (m.known_until is null or m.known_until > a.as_of)
      and m.holders ? own.company
    order by a.row, m.company`.execute(trx);
  const found: CompanyBeneath[][] = accounts.map(() => []);
  for (const { row, ...company } of rows) found[row - 1]?.push(company);
  return found;
}
