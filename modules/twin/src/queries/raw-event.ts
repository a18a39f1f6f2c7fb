import { AppError, type EventId } from "@causeway/kernel";
import type { RawEvent } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";

/** One event as it arrived, and whose it is. Throws `AppError("not-found")`. */
export async function readRawEvent(trx: WorkspaceTransaction, id: EventId): Promise<RawEvent> {
  const { rows } = await sql<{
    id: string;
    type: string;
    name: string | null;
    user_id: string | null;
    anonymous_id: string | null;
    occurred_at: Date;
    received_at: Date;
    source_id: string;
    profile_id: string | null;
    payload: RawEvent["payload"];
  }>`
    select e.id::text, e.type, e.name, e.user_id, e.anonymous_id, e.occurred_at, e.received_at,
           e.source_id, e.payload, p.profile_id
    from events e left join event_profiles p on p.event_id = e.id
    where e.id = ${id}::bigint`.execute(trx);
  const [row] = rows;
  if (row === undefined)
    throw new AppError("not-found", { zh: "没有这个事件", en: "There is no such event" });
  return {
    id: row.id,
    type: row.type,
    name: row.name,
    userId: row.user_id,
    anonymousId: row.anonymous_id,
    occurredAt: row.occurred_at.toISOString(),
    receivedAt: row.received_at.toISOString(),
    sourceId: row.source_id,
    profileId: row.profile_id,
    payload: row.payload,
  };
}
