import type { IdentityChangeListener } from "@causeway/module-identity";
import { holdProjection } from "@causeway/module-touchpoints";
import { sql } from "kysely";

/** Gives the marks of events that a decision moved to the people they belong to now. For `onIdentityChange`. */
export const moveTouchpoints: IdentityChangeListener = async (trx, { moves }) => {
  if (moves.length === 0) return;
  await holdProjection(trx, "twin");
  const moved = sql`unnest(${moves.map(({ event }) => event)}::bigint[],
    ${moves.map(({ from }) => from)}::uuid[], ${moves.map(({ to }) => to)}::uuid[])
    as m(event_id, former, profile_id)`;
  await sql`insert into touchpoint_days (profile_id, day, kind, count)
    select profile_id, day, kind, sum(count) from (
      select m.profile_id, (t.occurred_at at time zone 'UTC')::date as day, t.kind, 1 as count
      from ${moved} join touchpoints t using (event_id)
      union all
      select m.former, (t.occurred_at at time zone 'UTC')::date, t.kind, -1
      from ${moved} join touchpoints t using (event_id)) change(profile_id, day, kind, count)
    group by profile_id, day, kind
    on conflict (profile_id, day, kind) do update set
      count = touchpoint_days.count + excluded.count`.execute(trx);
  await sql`delete from touchpoint_days where count = 0
    and profile_id = any(${[...new Set(moves.map(({ from }) => from))]}::uuid[])`.execute(trx);
  for (const table of ["touchpoints", "page_stays"]) {
    await sql`update ${sql.table(table)} t set profile_id = m.profile_id
      from ${moved} where m.event_id = t.event_id`.execute(trx);
  }
};
