import type { ProfileId } from "@causeway/kernel";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { companiesBehind } from "../companies/companies-behind.ts";
import { tellsWho } from "./tells-who.ts";

/** A record that is the same person (contact, lead) or company (account) as a profile. */
export interface LinkedRecord {
  /** The profile that was asked for. */
  readonly profile: ProfileId;
  readonly object: string;
  readonly id: string;
}

/** Accounts, contacts and leads behind profiles, through every profile of the same person. */
export async function recordsOfProfiles(
  trx: WorkspaceTransaction,
  profiles: readonly ProfileId[],
): Promise<readonly LinkedRecord[]> {
  const { rows } = await sql<LinkedRecord>`
    with asked as (
      select a.id as asked, p.id, p.canonical_id from unnest(${profiles}::uuid[]) as a(id)
      join profiles self on self.id = a.id
      join profiles p on p.canonical_id = self.canonical_id
    ), people as (
      select distinct a.asked, r.object, r.record_id from asked a
      join identifiers i on i.profile_id = a.id and not i.shared
      join record_identifiers r using (kind, value) where ${tellsWho("i")}
    )
    select asked as profile, object, record_id::text as id from people
    union
    select p.asked, 'account', m.account_id::text from people p
    join record_people m using (object, record_id) where m.account_id is not null
    union
    select a.asked, 'account', c.account_id::text from asked a
    cross join lateral (${companiesBehind({ profile: sql`a.id` })}) c
    order by 1, 2, 3`.execute(trx);
  return rows;
}
