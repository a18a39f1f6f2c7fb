import type { ProfileId } from "@causeway/kernel";
import {
  describePeople,
  identifiersOf,
  type KnownIdentifier,
  type Membership,
} from "@causeway/module-identity";
import type { Locale, TouchpointKind, Twin } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { titleOf } from "../touchpoint/describe-touchpoint.ts";
import { linkedPeople } from "./linked-people.ts";
import { rebuildingSince } from "./rebuilding-since.ts";

const shownPeople = 100;
const shownIdentifiers = 200;
const shownMoments = 40;
const shownWeeks = 53;

/** A customer at a glance: people, identifiers, totals, 12 months of weeks and key moments. `now` ends the weeks. */
export async function readTwin(
  trx: WorkspaceTransaction,
  members: readonly Membership[],
  now: Date,
  locale: Locale,
): Promise<Twin> {
  const profiles = members.map((member) => member.profile);
  const persons = [...new Set(members.map((member) => member.person))];
  const described = await describePeople(trx, persons);
  const identifiers = await identifiersOf(trx, profiles, shownIdentifiers);
  const shown = described.slice(0, shownPeople);
  const linked = await linkedPeople(
    trx,
    shown.map((person) => person.id),
  );
  const telling = tellingOf(members, identifiers);
  return {
    rebuildingSince: await rebuildingSince(trx),
    profileIds: profiles,
    people: shown.map((person) => {
      const { contactId = null, leadId = null, ...record } = linked.get(person.id) ?? {};
      return {
        profileId: person.id,
        name: record.name ?? person.name ?? nameless[locale],
        title: record.title ?? person.title,
        contactId,
        leadId,
        telling: telling.get(person.id) ?? null,
        lastSeenAt: person.lastSeenAt.toISOString(),
        events: person.events,
      };
    }),
    identifiers: identifiers.map(({ kind, value, profile, lastSeenAt }) => ({
      kind,
      value,
      profileId: profile,
      lastSeenAt: lastSeenAt.toISOString(),
    })),
    firstSeenAt: extreme(
      described.map((person) => person.firstSeenAt),
      Math.min,
    ),
    lastSeenAt: extreme(
      described.map((person) => person.lastSeenAt),
      Math.max,
    ),
    totals: await readTotals(trx, profiles),
    density: await readDensity(trx, profiles, now),
    keyMoments: await readKeyMoments(trx, profiles, locale),
  };
}

const nameless = { zh: "匿名访客", en: "Nameless visitor" };

/** Of each person the identifier that was seen last; a browser gives way to any other. */
function tellingOf(
  members: readonly Membership[],
  identifiers: readonly KnownIdentifier[],
): ReadonlyMap<ProfileId, Pick<KnownIdentifier, "kind" | "value">> {
  const personOf = new Map(members.map(({ profile, person }) => [profile, person]));
  const found = new Map<ProfileId, Pick<KnownIdentifier, "kind" | "value">>();
  for (const { kind, value, profile } of identifiers) {
    const person = personOf.get(profile);
    if (person === undefined) continue;
    const known = found.get(person);
    const givesWay = known?.kind === browserKind && kind !== browserKind;
    if (known === undefined || givesWay) found.set(person, { kind, value });
  }
  return found;
}

const browserKind = "anonymous_id";

function extreme(dates: readonly Date[], choose: (...times: number[]) => number): string | null {
  if (dates.length === 0) return null;
  return new Date(choose(...dates.map((date) => date.getTime()))).toISOString();
}

async function readTotals(
  trx: WorkspaceTransaction,
  profiles: readonly ProfileId[],
): Promise<Twin["totals"]> {
  const { rows } = await sql<{ kind: TouchpointKind; count: number }>`
    select kind, sum(count)::bigint as count from touchpoint_days
    where profile_id = any(${profiles}::uuid[])
    group by kind order by count desc, kind`.execute(trx);
  return rows;
}

/** Weeks begin on Monday, UTC; every week is there, also an empty one. */
async function readDensity(
  trx: WorkspaceTransaction,
  profiles: readonly ProfileId[],
  now: Date,
): Promise<Twin["density"]> {
  const { rows } = await sql<{ week: string; count: number }>`
    select to_char(w.week, 'YYYY-MM-DD') as week, coalesce(sum(d.count), 0)::bigint as count
    from generate_series(
      date_trunc('week', ${now.toISOString()}::timestamptz at time zone 'UTC')
        - ${shownWeeks - 1} * interval '1 week',
      date_trunc('week', ${now.toISOString()}::timestamptz at time zone 'UTC'),
      interval '1 week') as w(week)
    left join touchpoint_days d on d.profile_id = any(${profiles}::uuid[])
      and d.day >= w.week::date and d.day < w.week::date + 7
    group by w.week order by w.week`.execute(trx);
  return rows;
}

/** The newest moments that matter; the same thing several times on one day is one moment. */
async function readKeyMoments(
  trx: WorkspaceTransaction,
  profiles: readonly ProfileId[],
  locale: Locale,
): Promise<Twin["keyMoments"]> {
  const { rows } = await sql<{
    event_id: string;
    type: string;
    name: string;
    topic: string | null;
    subject: string | null;
    kind: TouchpointKind;
    occurred_at: Date;
  }>`
    select * from (
      select distinct on ((t.occurred_at at time zone 'UTC')::date, t.name)
             t.event_id::text, t.type, t.name, t.topic, t.subject, t.kind, t.occurred_at
      from unnest(${profiles}::uuid[]) as p(id)
      cross join lateral (
        select * from touchpoints t where t.profile_id = p.id and t.is_key
        order by t.occurred_at desc limit ${shownMoments * 5}) t
      order by (t.occurred_at at time zone 'UTC')::date desc, t.name, t.occurred_at) moments
    order by occurred_at desc limit ${shownMoments}`.execute(trx);
  return rows.map((row) => ({
    eventId: row.event_id,
    title: titleOf({ ...row, facts: {} }, locale),
    kind: row.kind,
    occurredAt: row.occurred_at.toISOString(),
  }));
}
