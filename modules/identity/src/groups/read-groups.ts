import type { CompanyGroups, GroupMember } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { readControl } from "./refresh-groups.ts";

const shownGroups = 200;

interface StateRow {
  readonly computed_at: Date | null;
  readonly state: Pick<CompanyGroups, "facts" | "doubtful" | "doubtfulCount"> | null;
}

/** Every group with its head, those with most accounts first; what registers state, and where they cannot be right. */
export async function readGroups(trx: WorkspaceTransaction): Promise<CompanyGroups> {
  const { rows: states } = await sql<StateRow>`
    select computed_at, state from company_group_state`.execute(trx);
  const { rows } = await sql<{
    member: GroupMember;
    companies: number;
    accounts: number;
    as_of: Date;
  }>`
    select ${presented} as member, g.companies, g.accounts, g.as_of
    from (select head, count(*)::integer as companies, count(account_id)::integer as accounts,
            max(known_from) as as_of
          from company_group_members where known_until is null group by head) g
    join company_group_members m on m.company = g.head and m.known_until is null
    order by g.accounts desc, g.companies desc, m.name limit ${shownGroups}`.execute(trx);
  const [found] = states;
  return {
    above: await readControl(trx),
    computedAt: found?.computed_at?.toISOString() ?? null,
    ...(found?.state ?? { facts: 0, doubtful: [], doubtfulCount: 0 }),
    groups: rows.map(({ member, companies, accounts, as_of }) => ({
      head: member,
      companies,
      accounts,
      asOf: as_of.toISOString(),
    })),
  };
}

/** A row of `company_group_members m` as a member. */
export const presented = sql<GroupMember>`jsonb_build_object(
  'name', m.name, 'creditCode', m.credit_code, 'isPerson', m.is_person,
  'accountId', m.account_id, 'path', m.path)`;
