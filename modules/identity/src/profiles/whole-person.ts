import type { PersonIdentifier } from "@causeway/platform-audit";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { deviceKind, lineKind, mailboxKind } from "../identifiers/identifier.ts";
import { isRoleMailbox } from "../rules/is-role-mailbox.ts";
import type { RecordReference } from "./profiles-of-record.ts";
import { tellsWho } from "./tells-who.ts";

/** One person as far as anything here knows them. */
export interface WholePerson {
  readonly profiles: readonly string[];
  /** Contacts and leads. */
  readonly records: readonly RecordReference[];
  /** Devices that others have used too, and mailboxes of roles, are not among them. */
  readonly identifiers: readonly PersonIdentifier[];
}

/** A circle of identifiers and records ends by itself; beyond this something is wrong with the data. */
const mostRounds = 20;

/**
 * Everything that is one person with a profile, contact or lead: profiles and records that were merged, contacts and leads
 * that share an identifier, leads that became a contact, and so on until nothing is added.
 */
export async function wholePerson(
  trx: WorkspaceTransaction,
  start: RecordReference,
): Promise<WholePerson> {
  let profiles: readonly string[] = start.object === "profile" ? [start.id] : [];
  let records: readonly RecordReference[] = start.object === "profile" ? [] : [start];
  let identifiers: readonly PersonIdentifier[] = [];
  for (let round = 0; round < mostRounds; round++) {
    const known = profiles.length + records.length + identifiers.length;
    identifiers = await identifiersOfAll(trx, profiles, records);
    profiles = await profilesNamedBy(trx, identifiers, profiles);
    records = await recordsNamedBy(trx, identifiers, records);
    if (profiles.length + records.length + identifiers.length === known) break;
  }
  return { profiles, records, identifiers };
}

async function identifiersOfAll(
  trx: WorkspaceTransaction,
  profiles: readonly string[],
  records: readonly RecordReference[],
): Promise<readonly PersonIdentifier[]> {
  const { rows } = await sql<PersonIdentifier>`
    select kind, value from identifiers i
    where profile_id = any(${profiles}::uuid[]) and not shared and ${tellsWho("i")}
    union
    select f.kind, f.value from profiles p,
      lateral (select founder_kind as kind, founder_value as value) f
    where id = any(${profiles}::uuid[]) and f.value <> '' and f.kind <> ''
      and not exists (select 1 from identifiers i
        where i.kind in (${deviceKind}, ${lineKind}, ${mailboxKind}) and i.value = f.value and i.shared)
      and ${tellsWho("f")}
    union
    select kind, value from record_identifiers r
    where object in ('contact', 'lead') and record_id = any(${records.map(({ id }) => id)}::uuid[])
      and ${tellsWho("r")} and not ${isRoleMailbox("r")}
    order by 1, 2`.execute(trx);
  return rows;
}

async function profilesNamedBy(
  trx: WorkspaceTransaction,
  identifiers: readonly PersonIdentifier[],
  profiles: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from profiles where canonical_id in (
      select canonical_id from profiles where id = any(${profiles}::uuid[])
      union
      select p.canonical_id from ${named(identifiers)}
      join identifiers i using (kind, value) join profiles p on p.id = i.profile_id where not i.shared)
    order by id`.execute(trx);
  return rows.map(({ id }) => id);
}

async function recordsNamedBy(
  trx: WorkspaceTransaction,
  identifiers: readonly PersonIdentifier[],
  records: readonly RecordReference[],
): Promise<readonly RecordReference[]> {
  const ids = records.map(({ id }) => id);
  const { rows } = await sql<RecordReference>`
    select object, id::text from unnest(${records.map(({ object }) => object)}::text[], ${ids}::uuid[]) as r(object, id)
    union
    select object, record_id::text from ${named(identifiers)} join record_identifiers using (kind, value)
    where object in ('contact', 'lead')
    union
    select 'contact', contact_id::text from record_people
    where object = 'lead' and record_id = any(${ids}::uuid[]) and contact_id is not null
    union
    select object, record_id::text from record_people
    where object = 'lead' and contact_id = any(${ids}::uuid[])
    union
    select object, case when loser_id = any(${ids}::uuid[]) then survivor_id else loser_id end::text
    from record_merges where undone_at is null and object in ('contact', 'lead')
      and (loser_id = any(${ids}::uuid[]) or survivor_id = any(${ids}::uuid[]))
    order by 1, 2`.execute(trx);
  return rows;
}

function named(identifiers: readonly PersonIdentifier[]) {
  return sql`(select * from unnest(${identifiers.map(({ kind }) => kind)}::text[],
    ${identifiers.map(({ value }) => value)}::text[]) as n(kind, value)) n`;
}
