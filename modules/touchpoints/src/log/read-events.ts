import type { EventId, SourceId } from "@causeway/kernel";
import type { TouchpointKind } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import type { JsonObject } from "../wire/json-object.ts";
import type { EventType } from "../wire/parse-event.ts";
import type { LogPosition } from "./log-position.ts";
import type { StoredEvent } from "./stored-event.ts";

interface EventRow {
  readonly id: string;
  readonly tx_id: string;
  readonly source_id: string;
  readonly kind: TouchpointKind;
  readonly type: EventType;
  readonly name: string | null;
  readonly user_id: string | null;
  readonly anonymous_id: string | null;
  readonly occurred_at: Date;
  readonly received_at: Date;
  readonly payload: JsonObject;
}

/**
 * The next events of the log in the order of their transactions.
 *
 * Ids are handed out before commit, so a reader that went by id would pass over events that commit late. Only events of
 * transactions older than every running one are given: nothing can appear before them any more.
 * `upTo` ends the reading at a position (inclusive).
 */
export async function readEvents(
  trx: WorkspaceTransaction,
  range: { readonly after: LogPosition; readonly upTo: LogPosition | null; readonly limit: number },
): Promise<{ readonly events: readonly StoredEvent[]; readonly end: LogPosition }> {
  const { after, upTo, limit } = range;
  const bound =
    upTo === null ? sql`true` : sql`(e.tx_id, e.id) <= (${upTo.txId}::xid8, ${upTo.id}::bigint)`;
  const { rows } = await sql<EventRow>`
    select e.id::text, e.tx_id::text, e.source_id, s.kind, e.type, e.name, e.user_id, e.anonymous_id,
           e.occurred_at, e.received_at, e.payload
    from events e join sources s on s.id = e.source_id
    where (e.tx_id, e.id) > (${after.txId}::xid8, ${after.id}::bigint)
      and e.tx_id < ${finalBelow} and ${bound}
    order by e.tx_id, e.id limit ${limit}`.execute(trx);
  const last = rows.at(-1);
  return {
    events: rows.map(toStoredEvent),
    end: last === undefined ? after : { txId: last.tx_id, id: last.id },
  };
}

/**
 * Events that happened at or after a moment, in the order of their ids, whatever their transactions did since: for those
 * who look at the latest days once more. `after` is the id of the last one seen; null begins.
 */
export async function readEventsSince(
  trx: WorkspaceTransaction,
  range: { readonly since: Date; readonly after: EventId | null; readonly limit: number },
): Promise<readonly StoredEvent[]> {
  const { rows } = await sql<EventRow>`
    select e.id::text, e.tx_id::text, e.source_id, s.kind, e.type, e.name, e.user_id, e.anonymous_id,
           e.occurred_at, e.received_at, e.payload
    from events e join sources s on s.id = e.source_id
    where e.occurred_at >= ${range.since} and e.id > ${range.after ?? "0"}::bigint
    order by e.id limit ${range.limit}`.execute(trx);
  return rows.map(toStoredEvent);
}

/** Events by their ids, in the order of the log: for a projection that computes a part of its tables again. */
export async function readEventsById(
  trx: WorkspaceTransaction,
  ids: readonly EventId[],
): Promise<readonly StoredEvent[]> {
  const { rows } = await sql<EventRow>`
    select e.id::text, e.tx_id::text, e.source_id, s.kind, e.type, e.name, e.user_id, e.anonymous_id,
           e.occurred_at, e.received_at, e.payload
    from events e join sources s on s.id = e.source_id
    where e.id = any(${ids}::bigint[]) order by e.tx_id, e.id`.execute(trx);
  return rows.map(toStoredEvent);
}

/** The oldest transaction still running, as the log counts them. */
export const finalBelow = sql`(select (pg_snapshot_xmin(pg_current_snapshot())::text::bigint + value)::text::xid8
  from log_offset)`;

function toStoredEvent(row: EventRow): StoredEvent {
  return {
    id: row.id as EventId,
    sourceId: row.source_id as SourceId,
    sourceKind: row.kind,
    type: row.type,
    name: row.name,
    userId: row.user_id,
    anonymousId: row.anonymous_id,
    occurredAt: row.occurred_at,
    receivedAt: row.received_at,
    payload: row.payload,
  };
}
