import type { SourceId } from "@causeway/kernel";
import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { eventsChannel } from "../log/channels.ts";
import type { ParsedEvent } from "../wire/parse-event.ts";

/** What one request adds to the log. */
export interface Delivery {
  readonly source: SourceId;
  readonly events: readonly ParsedEvent[];
  readonly rejected: readonly {
    readonly reason: string;
    /** JSON text. */
    readonly payload: string;
    readonly receivedAt: Date;
  }[];
}

/**
 * Writes deliveries to the log in one transaction: events (those whose messageId is known are passed over), rejected
 * events and the counts of each source. When it returns they are durable. Wakes the projections.
 */
export async function insertDeliveries(
  workspace: WorkspaceDatabase,
  deliveries: readonly Delivery[],
): Promise<void> {
  await workspace.transaction(async (trx) => {
    await insertEvents(trx, deliveries);
    await insertRejected(trx, deliveries);
    await sql`select pg_notify(${eventsChannel}, ${workspace.id})`.execute(trx);
  });
}

async function insertEvents(
  trx: WorkspaceTransaction,
  deliveries: readonly Delivery[],
): Promise<void> {
  const columns = eventColumns(deliveries);
  if (columns.messageId.length === 0) return;
  // The text of a payload is checked by jsonb; the counts come from what was really inserted.
  await sql`
    with incoming as (
      select * from unnest(
        ${columns.source}::uuid[], ${columns.messageId}::text[], ${columns.originalMonth}::date[],
        ${columns.type}::text[], ${columns.name}::text[], ${columns.userId}::text[],
        ${columns.anonymousId}::text[], ${columns.occurredAt}::timestamptz[],
        ${columns.receivedAt}::timestamptz[], ${columns.timeFlag}::text[], ${columns.payload}::text[]
      ) as t(source_id, message_id, original_month, type, name, user_id, anonymous_id,
             occurred_at, received_at, time_flag, payload)
    ), inserted as (
      insert into events (source_id, message_id, original_month, type, name, user_id, anonymous_id,
                          occurred_at, received_at, time_flag, payload)
      select source_id, message_id, original_month, type, name, user_id, anonymous_id,
             occurred_at, received_at, time_flag, payload::jsonb
      from incoming
      on conflict (source_id, message_id, original_month) do nothing
      returning source_id
    )
    insert into source_hours (source_id, hour, accepted, duplicates, rejected, last_at)
    select source_id, date_trunc('hour', now()),
           coalesce(stored.count, 0), sent.count - coalesce(stored.count, 0), 0, now()
    from (select source_id, count(*) from incoming group by source_id) sent
    left join (select source_id, count(*) from inserted group by source_id) stored using (source_id)
    order by source_id
    on conflict (source_id, hour) do update set
      accepted = source_hours.accepted + excluded.accepted,
      duplicates = source_hours.duplicates + excluded.duplicates,
      last_at = excluded.last_at`.execute(trx);
}

/** The rows as one array a column: one statement and one plan whatever the number of rows. */
function eventColumns(deliveries: readonly Delivery[]) {
  const rows = deliveries.flatMap(({ source, events }) =>
    events.map((event) => ({ source, event })),
  );
  return {
    source: rows.map((row) => row.source),
    messageId: rows.map((row) => row.event.messageId),
    originalMonth: rows.map((row) => row.event.originalMonth),
    type: rows.map((row) => row.event.type),
    name: rows.map((row) => row.event.name),
    userId: rows.map((row) => row.event.userId),
    anonymousId: rows.map((row) => row.event.anonymousId),
    occurredAt: rows.map((row) => row.event.occurredAt.toISOString()),
    receivedAt: rows.map((row) => row.event.receivedAt.toISOString()),
    timeFlag: rows.map((row) => row.event.timeFlag),
    payload: rows.map((row) => row.event.payload),
  };
}

async function insertRejected(
  trx: WorkspaceTransaction,
  deliveries: readonly Delivery[],
): Promise<void> {
  const rows = deliveries.flatMap(({ source, rejected }) =>
    rejected.map((event) => ({ source, event })),
  );
  if (rows.length === 0) return;
  await sql`
    with refused as (
      insert into rejected_events (source_id, received_at, reason, payload)
      select source_id, received_at, reason, payload::jsonb from unnest(
        ${rows.map((row) => row.source)}::uuid[],
        ${rows.map((row) => row.event.receivedAt.toISOString())}::timestamptz[],
        ${rows.map((row) => row.event.reason)}::text[],
        ${rows.map((row) => row.event.payload)}::text[]
      ) as t(source_id, received_at, reason, payload)
      returning source_id
    )
    insert into source_hours (source_id, hour, accepted, duplicates, rejected, last_at)
    select source_id, date_trunc('hour', now()), 0, 0, count(*), now()
    from refused group by source_id order by source_id
    on conflict (source_id, hour) do update set
      rejected = source_hours.rejected + excluded.rejected`.execute(trx);
  await forgetOldRejected(trx, new Set(rows.map((row) => row.source)));
}

/** A source's key may be public: what it sends in error must not fill the disk. */
const keptRejected = 10_000;

async function forgetOldRejected(
  trx: WorkspaceTransaction,
  sources: ReadonlySet<SourceId>,
): Promise<void> {
  for (const source of sources) {
    await sql`delete from rejected_events where source_id = ${source} and id <= (
      select id from rejected_events where source_id = ${source}
      order by id desc offset ${keptRejected} limit 1)`.execute(trx);
  }
}
