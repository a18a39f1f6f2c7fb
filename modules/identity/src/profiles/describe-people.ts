import type { ProfileId } from "@causeway/kernel";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { mailboxKind } from "../identifiers/identifier.ts";

/** One person of the identity graph: all profiles that were merged into one. */
export interface Person {
  readonly id: ProfileId;
  readonly known: boolean;
  /** What they call themselves, else their e-mail, phone or the mailbox they write from; null for a nameless browser. */
  readonly name: string | null;
  readonly title: string | null;
  readonly firstSeenAt: Date;
  readonly lastSeenAt: Date;
  readonly events: number;
}

/** What is known of people, the one seen last first. `people` are canonical profile ids. */
export async function describePeople(
  trx: WorkspaceTransaction,
  people: readonly ProfileId[],
): Promise<readonly Person[]> {
  const { rows } = await sql<Person>`
    select s.id, s.known, s."firstSeenAt", s."lastSeenAt", s.events,
      coalesce(t.traits->>'name', ${fullName}, i.email, i.phone, i.mailbox) as name,
      coalesce(t.traits->>'title', t.traits->>'jobTitle') as title
    from (
      select canonical_id as id, bool_or(known) as known, min(first_seen) as "firstSeenAt",
             max(last_seen) as "lastSeenAt", sum(events)::bigint as events
      from profiles where canonical_id = any(${people}::uuid[]) group by canonical_id) s
    left join lateral (
      select jsonb_object_agg(name, value) as traits from (
        select distinct on (x.name) x.name, x.value from profile_traits x
        join profiles p on p.id = x.profile_id
        where p.canonical_id = s.id and x.name in ('name', 'firstName', 'lastName', 'title', 'jobTitle')
        order by x.name, x.occurred_at desc, x.event_id desc) latest) t on true
    left join lateral (
      select min(value) filter (where kind = 'email') as email,
             min(value) filter (where kind = 'phone') as phone,
             min(value) filter (where kind = ${mailboxKind}) as mailbox
      from identifiers x join profiles p on p.id = x.profile_id
      where p.canonical_id = s.id and x.kind in ('email', 'phone', ${mailboxKind})) i on true
    order by s."lastSeenAt" desc, s.id`.execute(trx);
  return rows;
}

const fullName = sql`nullif(trim(concat_ws(' ', t.traits->>'firstName', t.traits->>'lastName')), '')`;

export interface KnownIdentifier {
  readonly kind: string;
  readonly value: string;
  readonly profile: ProfileId;
  readonly lastSeenAt: Date;
}

/** The identifiers of profiles, the one seen last first; at most `limit`. */
export async function identifiersOf(
  trx: WorkspaceTransaction,
  profiles: readonly ProfileId[],
  limit: number,
): Promise<readonly KnownIdentifier[]> {
  const { rows } = await sql<KnownIdentifier>`
    select kind, value, profile_id as profile, last_seen as "lastSeenAt" from identifiers
    where profile_id = any(${profiles}::uuid[])
    order by last_seen desc, kind, value limit ${limit}`.execute(trx);
  return rows;
}
