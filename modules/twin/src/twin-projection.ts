import type { Projection, StoredEvent } from "@causeway/module-touchpoints";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import {
  type PageStay,
  readPageStay,
  readTouchpoint,
  type TouchpointFacts,
} from "./touchpoint/read-touchpoint.ts";

interface Mark {
  readonly event: StoredEvent;
  readonly profile: string;
  readonly facts: TouchpointFacts;
}

interface Stay {
  readonly event: StoredEvent;
  readonly profile: string;
  readonly stay: PageStay;
}

/** Turns events into the marks of time lines, and counts them by day and kind. */
export const twinProjection: Projection = {
  name: "twin",
  version: 2,
  after: ["identity"],
  async apply(trx, events) {
    const profiles = await profilesOf(trx, events);
    const owned = events.flatMap((event) => {
      const profile = profiles.get(event.id);
      return profile === undefined ? [] : [{ event, profile }];
    });
    const marks = owned.flatMap((entry): Mark[] => {
      const facts = readTouchpoint(entry.event);
      return facts === null ? [] : [{ ...entry, facts }];
    });
    const stays = owned.flatMap((entry): Stay[] => {
      const stay = readPageStay(entry.event);
      return stay === null ? [] : [{ ...entry, stay }];
    });
    if (marks.length > 0) await saveMarks(trx, marks);
    if (marks.length > 0) await saveDays(trx, marks);
    if (stays.length > 0) await saveStays(trx, stays);
  },
  reset: async (trx) => {
    await sql`truncate touchpoints, touchpoint_days, page_stays`.execute(trx);
  },
};

async function profilesOf(
  trx: WorkspaceTransaction,
  events: readonly StoredEvent[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; profile_id: string }>`
    select event_id::text as id, profile_id from event_profiles
    where event_id = any(${events.map((event) => event.id)}::bigint[])`.execute(trx);
  return new Map(rows.map((row) => [row.id, row.profile_id]));
}

async function saveMarks(trx: WorkspaceTransaction, marks: readonly Mark[]): Promise<void> {
  await sql`insert into touchpoints (event_id, profile_id, occurred_at, received_at, kind, tier,
      type, name, topic, subject, facts, duration_ms, is_key, source_id)
    select * from unnest(
      ${marks.map(({ event }) => event.id)}::bigint[],
      ${marks.map(({ profile }) => profile)}::uuid[],
      ${marks.map(({ event }) => event.occurredAt.toISOString())}::timestamptz[],
      ${marks.map(({ event }) => event.receivedAt.toISOString())}::timestamptz[],
      ${marks.map(({ facts }) => facts.kind)}::text[],
      ${marks.map(({ facts }) => facts.tier)}::text[],
      ${marks.map(({ event }) => event.type)}::text[],
      ${marks.map(({ facts }) => facts.name)}::text[],
      ${marks.map(({ facts }) => facts.topic)}::text[],
      ${marks.map(({ facts }) => facts.subject)}::text[],
      ${marks.map(({ facts }) => JSON.stringify(facts.facts))}::jsonb[],
      ${marks.map(({ facts }) => facts.durationMs)}::bigint[],
      ${marks.map(({ facts }) => facts.isKey)}::boolean[],
      ${marks.map(({ event }) => event.sourceId)}::uuid[])`.execute(trx);
}

async function saveDays(trx: WorkspaceTransaction, marks: readonly Mark[]): Promise<void> {
  await sql`insert into touchpoint_days (profile_id, day, kind, count)
    select profile_id, day, kind, count(*) from unnest(
      ${marks.map(({ profile }) => profile)}::uuid[],
      ${marks.map(({ event }) => event.occurredAt.toISOString().slice(0, 10))}::date[],
      ${marks.map(({ facts }) => facts.kind)}::text[]) as t(profile_id, day, kind)
    group by profile_id, day, kind
    on conflict (profile_id, day, kind) do update set
      count = touchpoint_days.count + excluded.count`.execute(trx);
}

async function saveStays(trx: WorkspaceTransaction, stays: readonly Stay[]): Promise<void> {
  await sql`insert into page_stays (event_id, profile_id, path, left_at, received_at, dwell_ms)
    select * from unnest(
      ${stays.map(({ event }) => event.id)}::bigint[],
      ${stays.map(({ profile }) => profile)}::uuid[],
      ${stays.map(({ stay }) => stay.path)}::text[],
      ${stays.map(({ event }) => event.occurredAt.toISOString())}::timestamptz[],
      ${stays.map(({ event }) => event.receivedAt.toISOString())}::timestamptz[],
      ${stays.map(({ stay }) => stay.dwellMs)}::bigint[])`.execute(trx);
}
