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
    limit 1`.execute(trx);
  const [start] = rows;
  const known = start === undefined ? [] : (await wholePerson(trx, start)).identifiers;
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
  const { identifiers } = await wholePerson(trx, start);
  return checkConsent(trx, identifiers, purpose);
}
