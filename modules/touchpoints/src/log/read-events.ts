import type { EventId, SourceId } from "@causeway/kernel";
import type { TouchpointKind } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import type { JsonObject } from "../wire/json-object.ts";
import type { EventType } from "../wire/parse-event.ts";
import type { LogPosition } from "./log-position.ts";
import type { EventHead, StoredEvent } from "./stored-event.ts";

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

export interface LogRange {
  readonly after: LogPosition;
  /** Ends the reading (inclusive); null reads on to the last final event. */
  readonly upTo: LogPosition | null;
  /** Most events that are passed, read or not. */
  readonly limit: number;
}

/** Events of any of these types or names. */
export interface EventSelection {
  readonly types?: readonly EventType[];
  readonly names?: readonly string[];
}

/** A stretch of the log: what was read of it, how many events it holds, and where it ends. */
export interface LogStretch<Event> {
  readonly events: readonly Event[];
  readonly passed: number;
  readonly end: LogPosition;
}

/**
 * The next events of the log in the order of their transactions.
 *
 * Ids are handed out before commit, so a reader that went by id would pass over events that commit late. Only events of
 * transactions older than every running one are given: nothing can appear before them any more.
 */
export async function readEvents(
  trx: WorkspaceTransaction,
  range: LogRange,
): Promise<LogStretch<StoredEvent>> {
  const { rows } = await sql<EventRow>`${selectEvents} ${nextIn(range)}`.execute(trx);
  return stretchOf(range, rows, toStoredEvent);
}

/** As `readEvents`, without what the events hold. */
export async function readEventHeads(
  trx: WorkspaceTransaction,
  range: LogRange,
): Promise<LogStretch<EventHead>> {
  const { rows } = await sql<Pick<EventRow, "id" | "tx_id" | "occurred_at">>`
    select e.id::text, e.tx_id::text, e.occurred_at from events e ${nextIn(range)}`.execute(trx);
  return stretchOf(range, rows, (row) => ({
    id: row.id as EventId,
    occurredAt: row.occurred_at,
  }));
}

interface CountedStretch {
  readonly tx_id: string;
  readonly id: string;
  readonly passed: number;
  readonly selected: number;
}

/** As `readEvents`, of which only the selected are read: what most events hold stays where it is. */
export async function readSelectedEvents(
  trx: WorkspaceTransaction,
  range: LogRange,
  { types = [], names = [] }: EventSelection,
): Promise<LogStretch<StoredEvent>> {
  const isSelected = sql`coalesce(e.type = any(${types}::text[]) or e.name = any(${names}::text[]), false)`;
  const counted = await sql<CountedStretch>`
    with stretch as materialized (
      select e.tx_id, e.id, ${isSelected} as selected from events e ${nextIn(range)})
    select last.tx_id::text, last.id::text, passed, selected
    from (select count(*)::integer as passed, count(*) filter (where selected)::integer as selected
          from stretch) as counts,
      lateral (select * from (select tx_id, id from stretch) s order by tx_id desc, id desc limit 1) as last`.execute(
    trx,
  );
  const [stretch] = counted.rows;
  if (stretch === undefined) return { events: [], passed: 0, end: range.after };
  const { passed, selected } = stretch;
  const end = { txId: stretch.tx_id, id: stretch.id };
  if (selected === 0) return { events: [], passed, end };
  const { rows } = await sql<EventRow>`${selectEvents}
    where (e.tx_id, e.id) > (${range.after.txId}::xid8, ${range.after.id}::bigint)
      and (e.tx_id, e.id) <= (${end.txId}::xid8, ${end.id}::bigint) and ${isSelected}
    order by e.tx_id, e.id`.execute(trx);
  return { events: rows.map(toStoredEvent), passed, end };
}

/**
 * Events that happened at or after a moment, in the order of their ids, whatever their transactions did since: for those
 * who look at the latest days once more. `after` is the id of the last one seen; null begins.
 */
export async function readEventsSince(
  trx: WorkspaceTransaction,
  range: { readonly since: Date; readonly after: EventId | null; readonly limit: number },
): Promise<readonly StoredEvent[]> {
  const { rows } = await sql<EventRow>`${selectEvents}
    where e.occurred_at >= ${range.since} and e.id > ${range.after ?? "0"}::bigint
    order by e.id limit ${range.limit}`.execute(trx);
  return rows.map(toStoredEvent);
}

/** Events by their ids, in the order of the log: for a projection that computes a part of its tables again. */
export async function readEventsById(
  trx: WorkspaceTransaction,
  ids: readonly EventId[],
): Promise<readonly StoredEvent[]> {
  const { rows } = await sql<EventRow>`${selectEvents}
    where e.id = any(${ids}::bigint[]) order by e.tx_id, e.id`.execute(trx);
  return rows.map(toStoredEvent);
}

const selectEvents = sql`
  select e.id::text, e.tx_id::text, e.source_id, s.kind, e.type, e.name, e.user_id, e.anonymous_id,
         e.occurred_at, e.received_at, e.payload
  from events e join sources s on s.id = e.source_id`;

/** The oldest transaction still running, as the log counts them. */
export const finalBelow = sql`(select (pg_snapshot_xmin(pg_current_snapshot())::text::bigint + value)::text::xid8
  from log_offset)`;

/** Where a stretch of the events `e` begins and ends, and its order. */
function nextIn({ after, upTo, limit }: LogRange) {
  const bound =
    upTo === null ? sql`true` : sql`(e.tx_id, e.id) <= (${upTo.txId}::xid8, ${upTo.id}::bigint)`;
  return sql`
    where (e.tx_id, e.id) > (${after.txId}::xid8, ${after.id}::bigint)
      and e.tx_id < ${finalBelow} and ${bound}
    order by e.tx_id, e.id limit ${limit}`;
}

function stretchOf<Row extends { readonly id: string; readonly tx_id: string }, Event>(
  { after }: LogRange,
  rows: readonly Row[],
  toEvent: (row: Row) => Event,
): LogStretch<Event> {
  const last = rows.at(-1);
  const end = last === undefined ? after : { txId: last.tx_id, id: last.id };
  return { events: rows.map(toEvent), passed: rows.length, end };
}

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
