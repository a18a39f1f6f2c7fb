import type { WorkspaceTransaction } from "@causeway/platform-database";
import { type RawBuilder, sql } from "kysely";
import { companiesBehind } from "../companies/companies-behind.ts";
import { tellsWho } from "./tells-who.ts";

/** A contact, lead or account at a moment: whose events were known to be theirs then? */
export interface RecordMoment {
  readonly object: string;
  readonly id: string;
  readonly asOf: Date;
}

/**
 * SQL of the profiles that were known to belong to each record at its moment: columns `row` (position in `moments`, from
 * 1), `as_of`, `profile_id`. Identifiers and merges that became known later are not followed;
 * merges that somebody undid later are.
 */
export function membersAsOf(moments: readonly RecordMoment[]): RawBuilder<unknown> {
  return sql`
    with recursive asked as (
      select * from unnest(
        ${moments.map((moment) => moment.object)}::text[],
        ${moments.map((moment) => moment.id)}::uuid[],
        ${moments.map((moment) => moment.asOf.toISOString())}::timestamptz[])
        with ordinality as t(object, record_id, as_of, row)
    ), points as (
      select a.row, a.as_of, r.kind, r.value from asked a
      join record_identifiers r using (object, record_id)
      union
      select a.row, a.as_of, r.kind, r.value from asked a
      join record_people m using (object, record_id)
      join record_identifiers r on r.object = 'contact' and r.record_id = m.contact_id
      union
      select a.row, a.as_of, r.kind, r.value from asked a
      join record_people m on a.object = 'account' and m.account_id = a.record_id
      join record_identifiers r on r.object = m.object and r.record_id = m.record_id
    ), edges as (
      select from_id as here, to_id as there, known_at, null::timestamptz as undone_at
      from profile_merges
      union all select to_id, from_id, known_at, null from profile_merges
      union all select from_id, to_id, known_at, undone_at from undone_merges
      union all select to_id, from_id, known_at, undone_at from undone_merges
    ), members as (
      select p.row, p.as_of, i.profile_id from points p
      join identifiers i using (kind, value) where i.known_at <= p.as_of and not i.shared
        and ${tellsWho("i", sql`p.as_of`)}
      union
      select a.row, a.as_of, c.profile_id from asked a
      cross join lateral (${companiesBehind({ account: sql`a.record_id`, asOf: sql`a.as_of` })}) c
      where a.object = 'account'
      union
      select m.row, m.as_of, e.there from members m
      join edges e on e.here = m.profile_id and e.known_at <= m.as_of
        and (e.undone_at is null or e.undone_at > m.as_of)
    )
    select row, as_of, profile_id from members`;
}

/** The profiles known to belong to each record at its moment, by position in `moments`. */
export async function readMembersAsOf(
  trx: WorkspaceTransaction,
  moments: readonly RecordMoment[],
): Promise<readonly (readonly string[])[]> {
  const { rows } = await sql<{ row: number; profile_id: string }>`
    select row, profile_id from (${membersAsOf(moments)}) m order by row, profile_id`.execute(trx);
  const members: string[][] = moments.map(() => []);
  for (const { row, profile_id } of rows) members[row - 1]?.push(profile_id);
  return members;
}
