import { notifyPages } from "@causeway/module-records";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { type ComputedMember, computeGroups } from "./compute-groups.ts";
import { readOwnership } from "./read-holdings.ts";

/**
 * Computes the groups anew from what is known now. A membership that changed ends, and the new one holds from the moment
 * its facts were known, so that a look at the past sees what could be known then.
 */
export async function refreshGroups(trx: WorkspaceTransaction, now: Date): Promise<void> {
  // Two refreshes at once would write the same memberships twice.
  await sql`select pg_advisory_xact_lock(hashtextextended(current_schema() || '.company_groups', 0))`.execute(
    trx,
  );
  const above = await readControl(trx);
  const ownership = await readOwnership(trx);
  const { members, doubtful } = computeGroups(ownership, above);
  await saveMembers(trx, members, now);
  const state = {
    facts: ownership.facts,
    doubtful: doubtful.slice(0, 20),
    doubtfulCount: doubtful.length,
  };
  await sql`insert into company_group_state (single, above, computed_at, state)
    values (true, ${above}, ${now}, ${JSON.stringify(state)}::jsonb)
    on conflict (single) do update set computed_at = excluded.computed_at, state = excluded.state`.execute(
    trx,
  );
  await notifyPages(trx, { topic: "records", object: "account" });
}

/** Says from how many percent control begins; the caller asks for a refresh. */
export async function saveControl(trx: WorkspaceTransaction, above: number): Promise<void> {
  await sql`insert into company_group_state (single, above) values (true, ${above})
    on conflict (single) do update set above = excluded.above`.execute(trx);
}

/** More than so many percent is control. */
export async function readControl(trx: WorkspaceTransaction): Promise<number> {
  const { rows } = await sql<{ above: number }>`
    select above::float8 as above from company_group_state`.execute(trx);
  return rows[0]?.above ?? 50;
}

async function saveMembers(
  trx: WorkspaceTransaction,
  members: readonly ComputedMember[],
  now: Date,
): Promise<void> {
  const { rows } = await sql<{ readonly id: number; readonly company: string } & Spoken>`
    select id, company, head, name, credit_code as "creditCode", is_person as "isPerson",
      account_id as "accountId", path
    from company_group_members where known_until is null`.execute(trx);
  const held = new Map(rows.map((row) => [row.company, { id: row.id, said: said(row) }]));
  const changed = members.filter((member) => held.get(member.key)?.said !== said(member));
  const kept = new Set(members.map(({ key }) => key));
  const ended = new Map<number, Date>(
    rows.flatMap(({ id, company }) => (kept.has(company) ? [] : [[id, now]])),
  );
  for (const { key, knownAt } of changed) {
    const before = held.get(key);
    if (before) ended.set(before.id, knownAt);
  }
  await sql`update company_group_members m set known_until = greatest(m.known_from, e.at)
    from unnest(${[...ended.keys()]}::bigint[], ${[...ended.values()].map(iso)}::timestamptz[]) as e(id, at)
    where m.id = e.id`.execute(trx);
  await sql`insert into company_group_members
      (company, head, name, credit_code, is_person, account_id, path, holders, known_from)
    select * from json_to_recordset(${JSON.stringify(
      changed.map((member) => ({
        company: member.key,
        head: member.head,
        name: member.name,
        credit_code: member.creditCode,
        is_person: member.isPerson,
        account_id: member.accountId,
        path: member.path,
        holders: member.holders,
        known_from: member.knownAt.toISOString(),
      })),
    )}::json) as n(company text, head text, name text, credit_code text, is_person boolean,
      account_id uuid, path jsonb, holders jsonb, known_from timestamptz(3))`.execute(trx);
}

type Spoken = Pick<
  ComputedMember,
  "head" | "name" | "creditCode" | "isPerson" | "accountId" | "path"
>;

/** What a membership says, but when it became known: an account that is edited stays where it is. */
function said({ head, name, creditCode, isPerson, accountId, path }: Spoken): string {
  const steps = path.map(({ holder, company, share, together, statedBy }) => [
    holder,
    company,
    share,
    together,
    statedBy,
  ]);
  return JSON.stringify([head, name, creditCode, isPerson, accountId, steps]);
}

function iso(date: Date): string {
  return date.toISOString();
}
