import { listSignals } from "@causeway/module-signals";
import type { AccountGroup, GroupMember } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { presented } from "./read-groups.ts";

const shownMembers = 300;
const shownSignals = 30;

/** The group of an account with everybody's way from the head, and what was published about those beneath it. */
export async function readAccountGroup(
  trx: WorkspaceTransaction,
  account: string,
): Promise<AccountGroup> {
  const { rows } = await sql<{ member: GroupMember; is_beneath: boolean; companies: number }>`
    select ${presented} as member, m.holders ? own.company as is_beneath,
      (count(*) over ())::integer as companies
    from company_group_members own
    join company_group_members m on m.head = own.head and m.known_until is null
    where own.account_id = ${account}::uuid and own.known_until is null
    order by jsonb_array_length(m.path), m.name limit ${shownMembers}`.execute(trx);
  const [first] = rows;
  if (first === undefined) return { group: null };
  // As a tree: each company under the one it belongs to.
  rows.sort((a, b) => (wayOf(a.member) < wayOf(b.member) ? -1 : 1));
  const members = rows.map(({ member }) => member);
  const looked = rows.flatMap(({ member, is_beneath: isBeneath }, place) =>
    isBeneath || member.accountId === account ? [{ member, place }] : [],
  );
  const { signals } = await listSignals(trx, {
    companies: looked.map(({ member }) => member),
    except: "ownership",
    limit: shownSignals,
  });
  return {
    group: {
      members,
      companies: first.companies,
      beneath: rows.flatMap(({ member: { accountId }, is_beneath: isBeneath }) =>
        isBeneath && accountId !== null ? [accountId] : [],
      ),
      signals: signals.map((signal) => ({
        ...signal,
        member:
          looked.find(({ member }) =>
            signal.company.creditCode === null
              ? member.name === signal.company.name
              : member.creditCode === signal.company.creditCode,
          )?.place ?? 0,
      })),
    },
  };
}

function wayOf({ path }: GroupMember): string {
  return path.map(({ company }) => company).join("\n");
}
