import type { PreparedStatement, WorkspaceDatabase } from "@causeway/platform-database";
import { eventsChannel } from "../log/channels.ts";
import { binaryRows, rowColumns } from "./binary-rows.ts";
import { countBySource, type Delivery, type Turn } from "./insert-events.ts";
import { createReusedMemory } from "./reused-memory.ts";

const copy = `copy events (${rowColumns}) from stdin (format binary)`;

/** Rows that are on their way to the server. */
const rows = createReusedMemory();

/**
 * Writes deliveries to the log as `insertDeliveries` does, at about three quarters of what that costs the server in
 * large groups: copied rows pass no executor. They must hold no rejected event; the transaction fails where the log has a message id already, or two
 * of them are the same.
 */
export function copyDeliveries(
  workspace: WorkspaceDatabase,
  deliveries: readonly Delivery[],
  { turn, onWritten }: Turn,
): Promise<void> {
  const counts = countBySource(deliveries);
  const values = [[...counts.keys()], [...counts.values()], turn, eventsChannel, workspace.id];
  return rows.lend((memory) =>
    workspace.runPrepared(countCopied, values, {
      rows: { copy, rows: binaryRows(deliveries, memory) },
      onWritten,
    }),
  );
}

const countCopied: PreparedStatement = {
  name: "count-copied",
  text: `
    with counted as (
      insert into source_hours (source_id, hour, turn, accepted, duplicates, rejected, last_at)
      select source_id, date_trunc('hour', now()), $3::smallint, count, 0, 0, now()
      from unnest($1::uuid[], $2::bigint[]) as sent (source_id, count) order by source_id
      on conflict (source_id, hour, turn) do update set
        accepted = source_hours.accepted + excluded.accepted,
        last_at = excluded.last_at
    )
    select pg_notify($4, $5)`,
};
