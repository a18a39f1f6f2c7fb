import {
  type ConsentPurpose,
  type ConsentVerdict,
  canBeRefused,
  checkConsent,
  type PersonIdentifier,
} from "@causeway/platform-audit";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import type { RecordReference } from "./profiles-of-record.ts";
import { wholePerson } from "./whole-person.ts";

/** Records of one address that are looked at; only a mailbox of a role is that of more than one person. */
const mostStarts = 50;

/** Whether the data of whoever has this identifier may be used, by what was said for any identifier of theirs. */
export async function consentOfIdentifier(
  trx: WorkspaceTransaction,
  identifier: PersonIdentifier,
  purpose: ConsentPurpose,
): Promise<ConsentVerdict> {
  if (!(await canBeRefused(trx, purpose))) return { allowed: true };
  const { rows } = await sql<RecordReference>`
    select 'profile' as object, profile_id::text as id from identifiers
    where kind = ${identifier.kind} and value = ${identifier.value}
    union select object, record_id::text from record_identifiers
    where kind = ${identifier.kind} and value = ${identifier.value} and object in ('contact', 'lead')
    order by 1 desc, 2 limit ${mostStarts}`.execute(trx);
  const met = new Set<string>();
  const known: PersonIdentifier[] = [];
  for (const start of rows) {
    if (met.has(start.id)) continue;
    const person = await wholePerson(trx, start);
    for (const one of [...person.records.map(({ id }) => id), ...person.profiles]) met.add(one);
    known.push(...person.identifiers);
  }
  return checkConsent(trx, [identifier, ...known], purpose);
}

/** The same for a contact, lead or profile; of any other record, which is no person, everything is allowed. */
export async function consentOfRecord(
  trx: WorkspaceTransaction,
  start: RecordReference,
  purpose: ConsentPurpose,
): Promise<ConsentVerdict> {
  if (start.object !== "contact" && start.object !== "lead" && start.object !== "profile") {
    return { allowed: true };
  }
  if (!(await canBeRefused(trx, purpose))) return { allowed: true };
  const { identifiers, records } = await wholePerson(trx, start);
  return checkConsent(trx, [...identifiers, ...(await mailboxesOf(trx, records))], purpose);
}

/** Addresses of records, also those that several people write from: a refusal for one of these holds for each of them. */
async function mailboxesOf(
  trx: WorkspaceTransaction,
  records: readonly RecordReference[],
): Promise<readonly PersonIdentifier[]> {
  const { rows } = await sql<PersonIdentifier>`select distinct r.kind, r.value
    from unnest(${records.map(({ object }) => object)}::text[], ${records.map(({ id }) => id)}::uuid[]) as n(object, id)
    join record_identifiers r on r.object = n.object and r.record_id = n.id
    where r.kind = 'email'`.execute(trx);
  return rows;
}
