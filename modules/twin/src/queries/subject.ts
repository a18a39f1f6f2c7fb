import { type Membership, profilesOfRecord, type RecordReference } from "@causeway/module-identity";
import { getRecord } from "@causeway/module-records";
import type { WorkspaceTransaction } from "@causeway/platform-database";

const people: ReadonlySet<string> = new Set(["profile", "account", "contact", "lead"]);
/** A deal, contract or task shows the twin of the first of these that it has. */
const towards = ["account", "contact", "lead"] as const;

/**
 * The profiles whose time line belongs to an object of any kind: a person, a company and all its people, or, for a deal
 * or contract, those of its account. Throws `AppError("not-found")` for a record that does not exist.
 */
export async function subjectProfiles(
  trx: WorkspaceTransaction,
  subject: RecordReference,
): Promise<readonly Membership[]> {
  if (subject.object === "profile") return profilesOfRecord(trx, subject);
  const record = await getRecord(trx, subject);
  if (people.has(subject.object)) return profilesOfRecord(trx, subject);
  for (const object of towards) {
    const id = record.values[object];
    if (typeof id === "string") return profilesOfRecord(trx, { object, id });
  }
  return [];
}
