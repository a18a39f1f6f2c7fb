import {
  companiesBeneath,
  type Membership,
  profilesOfRecord,
  type RecordReference,
} from "@causeway/module-identity";
import { getRecord } from "@causeway/module-records";
import type { WorkspaceTransaction } from "@causeway/platform-database";

const people: ReadonlySet<string> = new Set(["profile", "account", "contact", "lead"]);
/** A deal, contract or task shows the twin of the first of these that it has. */
const towards = ["account", "contact", "lead"] as const;

/**
 * The profiles whose time line belongs to an object of any kind: a person, a company and all its people, or, for a deal
 * or contract, those of its account. With `beneath`, a company's are also those of the accounts that belong to it at that
 * moment. Throws `AppError("not-found")` for a record that does not exist.
 */
export async function subjectProfiles(
  trx: WorkspaceTransaction,
  subject: RecordReference,
  { beneath }: { readonly beneath?: Date } = {},
): Promise<readonly Membership[]> {
  if (subject.object === "profile") return profilesOfRecord(trx, subject);
  const record = await getRecord(trx, subject);
  if (subject.object === "account" && beneath !== undefined) {
    return profilesOfGroup(trx, subject.id, beneath);
  }
  if (people.has(subject.object)) return profilesOfRecord(trx, subject);
  for (const object of towards) {
    const id = record.values[object];
    if (typeof id === "string") return profilesOfRecord(trx, { object, id });
  }
  return [];
}

/** Accounts of a group whose people are shown together at most. */
const mostAccounts = 100;

async function profilesOfGroup(
  trx: WorkspaceTransaction,
  id: string,
  asOf: Date,
): Promise<readonly Membership[]> {
  const [companies = []] = await companiesBeneath(trx, [{ id, asOf }]);
  const accounts = [id, ...companies.flatMap(({ accountId }) => accountId ?? [])];
  const members = new Map<string, Membership>();
  for (const account of accounts.slice(0, mostAccounts)) {
    for (const member of await profilesOfRecord(trx, { object: "account", id: account })) {
      members.set(member.profile, member);
    }
  }
  return [...members.values()];
}
