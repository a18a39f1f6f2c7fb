import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";

/** Takes the marks of events out of the counts by day, with the projection held; the marks themselves are the caller's. */
export async function uncountTouchpoints(
  trx: WorkspaceTransaction,
  events: readonly string[],
): Promise<void> {
  await sql`update touchpoint_days d set count = d.count - gone.count
    from (select profile_id, (occurred_at at time zone 'UTC')::date as day, kind, count(*) as count
      from touchpoints where event_id = any(${events}::bigint[]) group by 1, 2, 3) gone
    where d.profile_id = gone.profile_id and d.day = gone.day and d.kind = gone.kind`.execute(trx);
  await sql`delete from touchpoint_days d using touchpoints t
    where t.event_id = any(${events}::bigint[]) and d.profile_id = t.profile_id and d.count = 0`.execute(
    trx,
  );
}
