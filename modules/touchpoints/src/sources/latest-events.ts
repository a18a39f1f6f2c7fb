import type { BothLanguages, SourceId } from "@causeway/kernel";
import type { SourceEvents } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { type RawBuilder, sql } from "kysely";

type EventRow = {
  readonly id: string;
  readonly type: string;
  readonly name: string | null;
  readonly user_id: string | null;
  readonly anonymous_id: string | null;
  readonly occurred_at: Date;
  readonly received_at: Date;
  readonly source_id: string;
  readonly payload: SourceEvents["events"][number]["payload"];
};

/** How many of the log's newest events are looked through for those of one source. */
const searchedEvents = 20_000;

/**
 * The newest events of a source as they arrived, and its newest refused ones. A source that has been silent while
 * others sent very much shows none.
 */
export async function latestEvents(
  trx: WorkspaceTransaction,
  source: SourceId,
  limit: number,
): Promise<SourceEvents> {
  const events = await sql<EventRow>`
    select * from (select ${rawColumns} from events order by events.id desc limit ${searchedEvents}) newest
    where source_id = ${source} order by id::bigint desc limit ${limit}`.execute(trx);
  const rejected = await sql<{
    id: string;
    received_at: Date;
    reason: BothLanguages;
    payload: SourceEvents["rejected"][number]["payload"];
  }>`
    select id::text, received_at, reason, payload from rejected_events
    where source_id = ${source} order by rejected_events.id desc limit ${limit}`.execute(trx);
  return {
    events: events.rows.map(presentRawEvent),
    rejected: rejected.rows.map((row) => ({
      id: row.id,
      receivedAt: row.received_at.toISOString(),
      reason: row.reason,
      payload: row.payload,
    })),
  };
}

const rawColumns: RawBuilder<EventRow> = sql`id::text, type, name, user_id, anonymous_id,
  occurred_at, received_at, source_id, payload`;

function presentRawEvent(row: EventRow): SourceEvents["events"][number] {
  return {
    id: row.id,
    type: row.type,
    name: row.name,
    userId: row.user_id,
    anonymousId: row.anonymous_id,
    occurredAt: row.occurred_at.toISOString(),
    receivedAt: row.received_at.toISOString(),
    sourceId: row.source_id,
    profileId: null,
    payload: row.payload,
  };
}
