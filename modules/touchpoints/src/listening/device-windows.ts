import type { SourceId } from "@causeway/kernel";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import type { Heartbeat } from "../connectors/mqtt/read-message.ts";
import { storeDelivery } from "../deliveries/store-delivery.ts";
import { closedWindows } from "./closed-windows.ts";
import { type DeviceWindow, thin } from "./thin.ts";

interface WindowRow {
  readonly device: string;
  readonly start_at: Date;
  readonly opened_at: Date;
  readonly summary: DeviceWindow;
}

/** Adds signs of life to the open windows of a source. */
export async function addHeartbeats(
  trx: WorkspaceTransaction,
  source: SourceId,
  heartbeats: readonly Heartbeat[],
  { windowMs, now }: { readonly windowMs: number; readonly now: Date },
): Promise<void> {
  if (heartbeats.length === 0) return;
  const touched = thin([], heartbeats, windowMs);
  const known = await sql<WindowRow>`select w.device, w.start_at, w.opened_at, w.summary
    from device_windows w join unnest(${touched.map(({ device }) => device)}::text[],
      ${touched.map(({ start }) => new Date(start).toISOString())}::timestamptz[]) as wanted (device, start_at)
      using (device, start_at) where w.source_id = ${source} for update of w`.execute(trx);
  const windows = thin(
    known.rows.map(({ summary }) => summary),
    heartbeats,
    windowMs,
  );
  await sql`insert into device_windows (source_id, device, start_at, end_at, opened_at, touched_at, summary)
    select ${source}, device, start_at, start_at + ${windowMs} * interval '1 millisecond', ${now}, ${now}, summary
    from unnest(${windows.map(({ device }) => device)}::text[],
      ${windows.map(({ start }) => new Date(start).toISOString())}::timestamptz[],
      ${windows.map((window) => JSON.stringify(window))}::jsonb[]) as w (device, start_at, summary)
    on conflict (source_id, device, start_at)
      do update set summary = excluded.summary, touched_at = excluded.touched_at`.execute(trx);
}

const atOnce = 500;
/** Messages that were late on their way still count for their window. */
const quietMs = 60_000;

/**
 * Hands the windows that are over and quiet on for reading, each as one record. Returns how many there were; more wait when
 * it is 500.
 */
export async function closeWindows(
  trx: WorkspaceTransaction,
  source: SourceId,
  now: Date,
): Promise<number> {
  const { rows } = await sql<WindowRow & { readonly end_at: Date }>`
    delete from device_windows where (source_id, device, start_at) in (
      select source_id, device, start_at from device_windows
      where source_id = ${source} and end_at <= ${now}
        and touched_at <= ${new Date(now.getTime() - quietMs)}
      order by end_at, device limit ${atOnce} for update skip locked)
    returning device, start_at, end_at, opened_at, summary`.execute(trx);
  if (rows.length === 0) return 0;
  const windows = rows.map(({ summary, start_at, end_at, opened_at }) => ({
    ...{ summary, openedAt: opened_at, windowMs: end_at.getTime() - start_at.getTime() },
  }));
  await storeDelivery(trx, source, closedWindows(windows, now));
  return rows.length;
}
