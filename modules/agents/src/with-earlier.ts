import { readEventsById, type StoredEvent } from "@causeway/module-touchpoints";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";

/** As far back as an agent calls what somebody did news. */
const newsDays = 7;
const mostEarlier = 500;
const naming: ReadonlySet<StoredEvent["type"]> = new Set(["identify", "alias"]);

/**
 * The events, and before them what people whom they name did in the days before: a visitor who says who they are after
 * the visit is somebody's customer only from then on.
 */
export async function withEarlier(
  trx: WorkspaceTransaction,
  events: readonly StoredEvent[],
): Promise<readonly StoredEvent[]> {
  const names = events.filter(({ type }) => naming.has(type)).map(({ id }) => id);
  if (names.length === 0) return events;
  const { rows } = await sql<{ id: StoredEvent["id"] }>`
    select distinct t.event_id::text as id
    from event_profiles e join profiles p on p.id = e.profile_id
      join profiles q on q.canonical_id = p.canonical_id
      join touchpoints t on t.profile_id = q.id
    where e.event_id = any(${names}::bigint[])
      and t.occurred_at > now() - make_interval(days => ${newsDays})
      and t.event_id <> all(${events.map(({ id }) => id)}::bigint[])
    limit ${mostEarlier}`.execute(trx);
  if (rows.length === 0) return events;
  const earlier = await readEventsById(
    trx,
    rows.map(({ id }) => id),
  );
  return [...earlier, ...events];
}
