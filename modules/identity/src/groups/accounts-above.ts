import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";

/** Accounts that companies belong to now, directly or through others; companies as a publication names them. */
export async function accountsAbove(
  trx: WorkspaceTransaction,
  companies: readonly { readonly name: string | null; readonly creditCode: string | null }[],
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct above.account_id::text as id
    from unnest(
      ${companies.map(({ name }) => name)}::text[],
      ${companies.map(({ creditCode }) => creditCode)}::text[]) as c(name, credit_code)
    join company_group_members m on m.known_until is null
      and (m.credit_code = c.credit_code or (c.credit_code is null and m.name = c.name))
    join company_group_members above on above.head = m.head and above.known_until is null
      and m.holders ? above.company
    where above.account_id is not null`.execute(trx);
  return rows.map(({ id }) => id);
}
