import type { BothLanguages, SourceId, WorkspaceId } from "@causeway/kernel";
import type {
  PreparedStatement,
  WorkspaceDatabase,
  WorkspaceTransaction,
} from "@causeway/platform-database";
import { CompiledQuery, sql } from "kysely";
import { eventsChannel } from "../log/channels.ts";
import type { ParsedEvent } from "../wire/parse-event.ts";
import { dateArray, textArray, timestampArray, uuidArray } from "./binary-arrays.ts";
import { rowColumns } from "./binary-rows.ts";
import { createReusedMemory, freshMemory, type Memory } from "./reused-memory.ts";

/** What one request adds to the log. */
export interface Delivery {
  readonly source: SourceId;
  readonly events: readonly ParsedEvent[];
  readonly rejected: readonly {
    readonly reason: BothLanguages;
    /** JSON text. */
    readonly payload: string;
    readonly receivedAt: Date;
  }[];
}

/** How a transaction fits in between others of the same workspace. */
export interface Turn {
  /**
   * In which rows it counts: one that begins before another has committed must have another number, or it waits for it.
   */
  readonly turn: number;
  /** Called when nothing is left but the commit: what is inserted from then on comes after these events. */
  readonly onWritten?: (() => void) | undefined;
}

/** Of the arrays that are on their way to the server. */
const arrays = createReusedMemory();

/**
 * Writes deliveries to the log in one transaction: events (those whose messageId is known are passed over), rejected
 * events and the counts of each source. When it returns they are durable. Wakes the projections.
 */
export async function insertDeliveries(
  workspace: WorkspaceDatabase,
  deliveries: readonly Delivery[],
  { turn, onWritten }: Turn,
): Promise<void> {
  if (deliveries.every(({ rejected }) => rejected.length === 0)) {
    return arrays.lend((memory) => {
      const values = eventValues(workspace.id, deliveries, turn, memory);
      return workspace.runPrepared(insertEvents, values, { onWritten });
    });
  }
  await workspace.transaction(async (trx) => {
    await insertWithin(trx, workspace.id, deliveries, turn);
    onWritten?.();
  });
}

/** The same as part of a transaction. */
export async function insertWithin(
  trx: WorkspaceTransaction,
  workspace: WorkspaceId,
  deliveries: readonly Delivery[],
  turn = 0,
): Promise<void> {
  await trx.executeQuery(
    CompiledQuery.raw(insertEvents.text, [
      ...eventValues(workspace, deliveries, turn, freshMemory),
    ]),
  );
  await insertRejected(trx, deliveries, turn);
}

/**
 * The rows travel as one binary array a column: one plan whatever their number, no quoting on either side. The arrays are
 * unfolded in the target list, where rows stream; in FROM the server would first write all of them to a store. Payloads
 * travel as text: an array of jsonb is copied once more. The counts come from what was really inserted.
 */
const insertEvents: PreparedStatement = {
  name: "insert-events",
  text: `
    with inserted as (
      insert into events (${rowColumns})
      select unnest($1::uuid[]), unnest($2::text[]), unnest($3::date[]), unnest($4::text[]),
             unnest($5::text[]), unnest($6::text[]), unnest($7::text[]), unnest($8::timestamptz[]),
             unnest($9::timestamptz[]), unnest($10::text[]), unnest($11::text[])::jsonb
      on conflict (source_id, message_id, original_month) do nothing
      returning source_id
    ), counted as (
      insert into source_hours (source_id, hour, turn, accepted, duplicates, rejected, last_at)
      select source_id, date_trunc('hour', now()), $16::smallint,
             coalesce(stored.count, 0), sent.count - coalesce(stored.count, 0), 0, now()
      from unnest($12::uuid[], $13::bigint[]) as sent (source_id, count)
      left join (select source_id, count(*) from inserted group by source_id) stored using (source_id)
      order by source_id
      on conflict (source_id, hour, turn) do update set
        accepted = source_hours.accepted + excluded.accepted,
        duplicates = source_hours.duplicates + excluded.duplicates,
        last_at = excluded.last_at
    )
    select pg_notify($14, $15)`,
};

export function countBySource(deliveries: readonly Delivery[]): ReadonlyMap<SourceId, number> {
  const counts = new Map<SourceId, number>();
  for (const { source, events } of deliveries) {
    if (events.length > 0) counts.set(source, (counts.get(source) ?? 0) + events.length);
  }
  return counts;
}

function eventValues(
  workspace: WorkspaceId,
  deliveries: readonly Delivery[],
  turn: number,
  memory: Memory,
): readonly unknown[] {
  const events = deliveries.flatMap((delivery) => delivery.events);
  const counts = countBySource(deliveries);
  const texts = (read: (event: ParsedEvent) => string | Buffer | null) =>
    textArray(events.map(read), memory);
  const times = (read: (event: ParsedEvent) => Date) => timestampArray(events.map(read), memory);
  const sources = deliveries.flatMap(({ source, events: own }) => own.map(() => source));
  const months = events.map((event) => event.originalMonth);
  return [
    uuidArray(sources, memory),
    texts((event) => event.messageId),
    dateArray(months, memory),
    texts((event) => event.type),
    texts((event) => event.name),
    texts((event) => event.userId),
    texts((event) => event.anonymousId),
    times((event) => event.occurredAt),
    times((event) => event.receivedAt),
    texts((event) => event.timeFlag),
    texts((event) => event.payload),
    uuidArray([...counts.keys()]),
    `{${[...counts.values()].join(",")}}`,
    eventsChannel,
    workspace,
    turn,
  ];
}

async function insertRejected(
  trx: WorkspaceTransaction,
  deliveries: readonly Delivery[],
  turn: number,
): Promise<void> {
  const rows = deliveries.flatMap(({ source, rejected }) =>
    rejected.map((event) => ({ source, event })),
  );
  if (rows.length === 0) return;
  await sql`
    with refused as (
      insert into rejected_events (source_id, received_at, reason, payload)
      select source_id, received_at, reason::jsonb, payload::jsonb from unnest(
        ${rows.map((row) => row.source)}::uuid[],
        ${rows.map((row) => row.event.receivedAt.toISOString())}::timestamptz[],
        ${rows.map((row) => JSON.stringify(row.event.reason))}::text[],
        ${rows.map((row) => row.event.payload)}::text[]
      ) as t(source_id, received_at, reason, payload)
      returning source_id
    )
    insert into source_hours (source_id, hour, turn, accepted, duplicates, rejected, last_at)
    select source_id, date_trunc('hour', now()), ${turn}::smallint, 0, 0, count(*), now()
    from refused group by source_id order by source_id
    on conflict (source_id, hour, turn) do update set
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
