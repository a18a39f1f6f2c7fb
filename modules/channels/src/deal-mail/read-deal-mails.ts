import { type Membership, profilesOfRecord, recordsOfProfiles } from "@causeway/module-identity";
import { getRecord, getRecords, readSchema, survivorsOf } from "@causeway/module-records";
import type { DealMails, DealMailThread } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { fieldNamed, objectNamed } from "@causeway/platform-schema";
import { sql } from "kysely";
import { type MailThread, mailThreads } from "./mail-threads.ts";
import { type OpenDeal, placeThread } from "./place-thread.ts";

/**
 * Conversations by e-mail that belong to a deal, and those that may: of the people of its account and its contact. Throws
 * `AppError("not-found")` for a deal that does not exist.
 */
export async function readDealMails(trx: WorkspaceTransaction, id: string): Promise<DealMails> {
  const { values } = await getRecord(trx, { object: "deal", id });
  const account = idIn(values["account"]);
  const threads = await mailThreads(trx, [
    ...(await membersOf(trx, "account", account)),
    ...(await membersOf(trx, "contact", idIn(values["contact"]))),
  ]);
  const mails: { attached: DealMailThread[]; offered: DealMailThread[] } = {
    attached: [],
    offered: [],
  };
  if (threads.length === 0) return mails;
  const contacts = await contactsOf(trx, threads);
  const ids = [...new Set([...contacts.values()].flat())];
  const records = await getRecords(trx, { object: "contact", ids });
  const names = new Map(records.map((record) => [record.id, record.title]));
  const deals = await dealsOf(trx, account, ids);
  const decisions = await decisionsOf(trx, threads);
  for (const thread of await aboutStanding(trx, threads)) {
    const placed = placedBy(decisions.get(thread.thread), thread, { account, contacts, deals });
    if (placed.kind === "attached") {
      if (placed.deal === id)
        mails.attached.push(present(thread, placed.reason, { contacts, names }));
    } else if (placed.deals === "any" || placed.deals.includes(id)) {
      mails.offered.push(
        present(thread, placed.deals === "any" ? "detached" : "ambiguous", { contacts, names }),
      );
    }
  }
  return mails;
}

/** Mails sent about a deal that was merged into another are about that one. */
async function aboutStanding(
  trx: WorkspaceTransaction,
  threads: readonly MailThread[],
): Promise<readonly MailThread[]> {
  const survivors = await survivorsOf(trx, [...new Set(threads.flatMap(({ deals }) => deals))]);
  if (survivors.size === 0) return threads;
  return threads.map((thread) => ({
    ...thread,
    deals: [...new Set(thread.deals.map((id) => survivors.get(id) ?? id))],
  }));
}

const idIn = (value: unknown): string | null => (typeof value === "string" ? value : null);

async function membersOf(
  trx: WorkspaceTransaction,
  object: string,
  id: string | null,
): Promise<readonly Membership[]> {
  return id === null ? [] : profilesOfRecord(trx, { object, id });
}

interface Neighbourhood {
  readonly account: string | null;
  readonly contacts: ReadonlyMap<string, readonly string[]>;
  readonly deals: readonly OpenDeal[];
}

/** What somebody said counts before everything else. */
function placedBy(
  decided: string | null | undefined,
  { people, deals: about, firstMs, lastMs }: MailThread,
  { account, contacts, deals }: Neighbourhood,
):
  | { readonly kind: "attached"; readonly deal: string; readonly reason: DealMailThread["reason"] }
  | { readonly kind: "offered"; readonly deals: readonly string[] | "any" } {
  if (decided === null) return { kind: "offered", deals: "any" };
  if (decided !== undefined) return { kind: "attached", deal: decided, reason: "decision" };
  const of = people.flatMap(({ profileId }) => contacts.get(profileId) ?? []);
  return placeThread({ contacts: of, deals: about, firstMs, lastMs }, deals, account);
}

/** Contacts behind people, by person. */
async function contactsOf(
  trx: WorkspaceTransaction,
  threads: readonly MailThread[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const people = [
    ...new Set(threads.flatMap((thread) => thread.people.map(({ profileId }) => profileId))),
  ];
  const found = new Map<string, string[]>();
  for (const { profile, object, id } of await recordsOfProfiles(trx, people)) {
    if (object === "contact") found.set(profile, [...(found.get(profile) ?? []), id]);
  }
  return found;
}

const neededFields = ["account", "contact", "closed_at"];

/** All deals of the account and of the contacts; none where the business has removed what this rests on. */
async function dealsOf(
  trx: WorkspaceTransaction,
  account: string | null,
  contacts: readonly string[],
): Promise<readonly OpenDeal[]> {
  const object = objectNamed(await readSchema(trx), "deal");
  if (neededFields.some((name) => fieldNamed(object, name) === undefined)) return [];
  const { rows } = await sql<OpenDeal>`
    select id::text, account::text, contact::text,
      (extract(epoch from created_at) * 1000)::float8 as "createdMs",
      (coalesce(extract(epoch from closed_at) * 1000, 'infinity'))::float8 as "closedMs"
    from record_deal where deleted_at is null
      and (account = ${account}::uuid or contact = any(${contacts}::uuid[]))
    order by created_at desc limit 1000`.execute(trx);
  return rows;
}

/** What somebody said of conversations: the deal, or null for none. */
async function decisionsOf(
  trx: WorkspaceTransaction,
  threads: readonly MailThread[],
): Promise<ReadonlyMap<string, string | null>> {
  const { rows } = await sql<{ thread: string; deal_id: string | null }>`
    select thread, deal_id::text from deal_mail_decisions
    where thread = any(${threads.map(({ thread }) => thread)}::text[])`.execute(trx);
  return new Map(rows.map(({ thread, deal_id }) => [thread, deal_id]));
}

/** A contact is called as its record says. */
function present(
  { thread, subject, people, received, sent, firstMs, lastMs, eventId }: MailThread,
  reason: DealMailThread["reason"],
  {
    contacts,
    names,
  }: Pick<Neighbourhood, "contacts"> & { readonly names: ReadonlyMap<string, string> },
): DealMailThread {
  const [firstAt, lastAt] = [new Date(firstMs).toISOString(), new Date(lastMs).toISOString()];
  return {
    ...{ thread, subject, received, sent, firstAt, lastAt, eventId, reason },
    people: people.map(({ profileId, name }) => {
      const contactId = contacts.get(profileId)?.[0] ?? null;
      return { profileId, name: names.get(contactId ?? "") ?? name, contactId };
    }),
  };
}
