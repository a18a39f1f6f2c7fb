import type { Projection, StoredEvent } from "@causeway/module-touchpoints";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { readTouchpoint, type TouchpointFacts } from "./touchpoint/read-touchpoint.ts";

interface Mark {
  readonly event: StoredEvent;
  readonly profile: string;
  readonly facts: TouchpointFacts;
}

/** Turns events into the marks of time lines, and counts them by day and kind. */
export const twinProjection: Projection = {
  name: "twin",
  after: ["identity"],
  async apply(trx, events) {
    const profiles = await profilesOf(trx, events);
    const marks = events.flatMap((event): Mark[] => {
      const profile = profiles.get(event.id);
      const facts = profile === undefined ? null : readTouchpoint(event);
      return profile === undefined || facts === null ? [] : [{ event, profile, facts }];
    });
    if (marks.length === 0) return;
    await saveMarks(trx, marks);
    await saveDays(trx, marks);
  },
  reset: async (trx) => {
    await sql`truncate touchpoints, touchpoint_days`.execute(trx);
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
