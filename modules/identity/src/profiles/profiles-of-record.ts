import type { ProfileId } from "@causeway/kernel";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { type RawBuilder, sql } from "kysely";
import { companiesBehind } from "../companies/companies-behind.ts";
import { tellsWho } from "./tells-who.ts";

export interface RecordReference {
  readonly object: string;
  readonly id: string;
}

/** A profile, and the person it belongs to. */
export interface Membership {
  readonly profile: ProfileId;
  readonly person: ProfileId;
}

/** Profiles shown for a company at most; the most recently seen are kept. */
const mostProfiles = 2_000;

/**
 * All profiles whose events belong to a record: of a contact or lead its person, of an account all its people, browsers
 * and machines, of any other object those of the account, contact or lead given. `object: "profile"` is a person itself.
 * Empty for an unknown id.
 */
export async function profilesOfRecord(
  trx: WorkspaceTransaction,
  record: RecordReference,
): Promise<readonly Membership[]> {
  if (!isUuid(record.id)) return [];
  const { rows } = await sql<Membership>`
    with people as (${peopleOf(record)})
    select p.id as profile, p.canonical_id as person from profiles p
    where p.canonical_id in (select canonical_id from people)
    order by p.last_seen desc, p.id limit ${mostProfiles}`.execute(trx);
  return rows;
}

/** The person behind a contact or lead, if any event ever named them: the one seen last when there are several. */
export async function profileOfRecord(
  trx: WorkspaceTransaction,
  record: RecordReference,
): Promise<ProfileId | null> {
  const [latest] = await profilesOfRecord(trx, record);
  return latest?.person ?? null;
}

function peopleOf({ object, id }: RecordReference): RawBuilder<unknown> {
  if (object === "profile") return sql`select canonical_id from profiles where id = ${id}::uuid`;
  if (object === "account") return peopleOfAccount(id);
  return peopleOfPerson(object, id);
}

/** By the contact points of the record itself, and of the contact that a lead became. */
function peopleOfPerson(object: string, id: string): RawBuilder<unknown> {
  return sql`
    select p.canonical_id from record_identifiers r
    join identifiers i using (kind, value) join profiles p on p.id = i.profile_id
    where not i.shared and ${tellsWho("i")} and ((r.object = ${object} and r.record_id = ${id}::uuid)
       or (r.object = 'contact' and r.record_id in (
         select contact_id from record_people
         where object = ${object} and record_id = ${id}::uuid and contact_id is not null)))`;
}

/** By its people's contact points, and by what events said about their company. */
function peopleOfAccount(id: string): RawBuilder<unknown> {
  return sql`
    select p.canonical_id from record_people m
    join record_identifiers r using (object, record_id)
    join identifiers i using (kind, value) join profiles p on p.id = i.profile_id
    where m.account_id = ${id}::uuid and not i.shared and ${tellsWho("i")}
    union
    select p.canonical_id from (${companiesBehind({ account: sql`${id}::uuid` })}) c
    join profiles p on p.id = c.profile_id`;
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
