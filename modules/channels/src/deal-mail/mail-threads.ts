import type { ProfileId } from "@causeway/kernel";
import { describePeople, type Membership } from "@causeway/module-identity";
import { type JsonObject, textAt } from "@causeway/module-touchpoints";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";

/** A conversation by e-mail as the log has it. */
export interface MailThread {
  /** Message-ID of its first mail; where no mail names one, subject and person. */
  readonly thread: string;
  readonly subject: string;
  readonly people: readonly { readonly profileId: ProfileId; readonly name: string }[];
  readonly deals: readonly string[];
  readonly received: number;
  readonly sent: number;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly eventId: string;
}

const written = ["Email Received", "Email Replied"];
const names = [...written, "Email Sent", "Email Delivered"];
/** The latest; a customer's older mail is on the time line. */
const mostMails = 1_000;
/** The outbox tells of a mail, and so does the mailbox's folder of what was sent. */
const sameMs = 120_000;

interface MailRow {
  readonly event_id: string;
  readonly profile_id: ProfileId;
  readonly occurred_at: Date;
  readonly name: string;
  readonly properties: JsonObject;
}

/** Conversations of people, the latest first. */
export async function mailThreads(
  trx: WorkspaceTransaction,
  members: readonly Membership[],
): Promise<readonly MailThread[]> {
  const personOf = new Map(members.map(({ profile, person }) => [profile, person]));
  const { rows } = await sql<MailRow>`
    with mails as materialized (
      select event_id, profile_id, occurred_at, name from touchpoints
      where profile_id = any(${[...personOf.keys()]}::uuid[]) and name = any(${names}::text[])
      order by occurred_at desc, event_id desc limit ${mostMails})
    select m.event_id::text, m.profile_id, m.occurred_at, m.name,
      coalesce(e.payload->'properties', '{}') as properties
    from mails m join events e on e.id = m.event_id
    order by m.occurred_at desc, m.event_id desc`.execute(trx);
  const groups = new Map<string, MailRow[]>();
  for (const row of rows) {
    const key = threadOf(row, personOf.get(row.profile_id) ?? row.profile_id);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const people = [...new Set(rows.map((row) => personOf.get(row.profile_id) ?? row.profile_id))];
  const described = await describePeople(trx, people);
  const nameOf = new Map(described.map(({ id, name }) => [id, name]));
  return [...groups].map(([thread, mails]) => {
    const ids = [...new Set(mails.map((row) => personOf.get(row.profile_id) ?? row.profile_id))];
    return {
      thread,
      ...factsOf(mails),
      people: ids.map((profileId) => ({
        profileId,
        name: nameOf.get(profileId) ?? addressOf(mails, profileId, personOf),
      })),
    };
  });
}

function threadOf({ properties }: MailRow, person: string): string {
  const named = textAt(properties, "threadId") ?? textAt(properties, "originalMessageId");
  return (named ?? `${person} ${textAt(properties, "subject") ?? ""}`).slice(0, 500);
}

function factsOf(mails: readonly MailRow[]): Omit<MailThread, "thread" | "people"> {
  const [latest] = mails;
  const times = mails.map(({ occurred_at }) => occurred_at.getTime());
  const received = mails.filter(({ name }) => written.includes(name)).length;
  const subjects = mails.flatMap(({ properties }) => textAt(properties, "subject") ?? []);
  return {
    subject: subjects.at(-1) ?? "",
    deals: [...new Set(mails.flatMap(({ properties }) => textAt(properties, "dealId") ?? []))],
    received,
    sent: sentOf(mails),
    firstMs: Math.min(...times),
    lastMs: Math.max(...times),
    eventId: latest?.event_id ?? "",
  };
}

/** Mails that went out; one that two sources tell of, or that went to several people, is one. */
function sentOf(mails: readonly MailRow[]): number {
  const times = mails
    .filter(({ name }) => !written.includes(name))
    .map(({ occurred_at }) => occurred_at.getTime())
    .sort((left, right) => left - right);
  return times.filter((time, place) => place === 0 || time - (times[place - 1] ?? 0) > sameMs)
    .length;
}

function addressOf(
  mails: readonly MailRow[],
  person: ProfileId,
  personOf: ReadonlyMap<ProfileId, ProfileId>,
): string {
  const own = mails.find((row) => (personOf.get(row.profile_id) ?? row.profile_id) === person);
  return own === undefined ? "" : (textAt(own.properties, "email") ?? "");
}
