import type { ProfileId } from "@causeway/kernel";
import { recordsOfProfiles } from "@causeway/module-identity";
import { getRecords } from "@causeway/module-records";
import type { WorkspaceTransaction } from "@causeway/platform-database";

/** The records that are the same person as a profile, and what they say. */
export interface LinkedPerson {
  readonly contactId?: string;
  readonly leadId?: string;
  readonly name?: string;
  readonly title?: string;
}

/** What the records call people (canonical profile ids); a contact's words win over a lead's. */
export async function linkedPeople(
  trx: WorkspaceTransaction,
  people: readonly ProfileId[],
): Promise<ReadonlyMap<ProfileId, LinkedPerson>> {
  const links = await recordsOfProfiles(trx, people);
  const linked = new Map<ProfileId, LinkedPerson>();
  for (const object of ["lead", "contact"] as const) {
    const own = links.filter((link) => link.object === object);
    const records = await getRecords(trx, { object, ids: own.map((link) => link.id) });
    const byId = new Map(records.map((record) => [record.id, record]));
    for (const { profile, id } of own) {
      const record = byId.get(id);
      if (record === undefined || record.deletedAt !== null) continue;
      const { title } = record.values;
      linked.set(profile, {
        ...linked.get(profile),
        ...(object === "lead" ? { leadId: id } : { contactId: id }),
        name: record.title,
        ...(typeof title === "string" ? { title } : {}),
      });
    }
  }
  return linked;
}
