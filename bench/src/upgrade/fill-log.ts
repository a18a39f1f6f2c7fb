import type { WorkspaceDatabase } from "@causeway/platform-database";
import { sql } from "kysely";

const months = 12;
const chunk = 50_000;
const source = "00000000-0000-4000-8000-000000000001";

/**
 * Fills the log with so many events over a year, what could not be read, and what contacts are known by, one in twenty with
 * an American number. Projections stand at the end of the log: what they compute is not what is measured.
 */
export async function fillLog(workspace: WorkspaceDatabase, events: number): Promise<void> {
  const done = await workspace.transaction((trx) =>
    sql<{
      n: number;
    }>`select count(*)::int as n from (select 1 from record_identifiers limit 1) t`.execute(trx),
  );
  if ((done.rows[0]?.n ?? 0) > 0) return;
  await workspace.alter(async (trx) => {
    for (let month = 0; month < months; month++) {
      const from = new Date(Date.UTC(2025, month, 1)).toISOString().slice(0, 10);
      const to = new Date(Date.UTC(2025, month + 1, 1)).toISOString().slice(0, 10);
      await sql`create table if not exists ${sql.table(`events_${from.slice(0, 7).replace("-", "_")}`)}
        partition of events for values from (${sql.lit(from)}) to (${sql.lit(to)})`.execute(trx);
    }
  });
  for (let from = 0; from < events; from += chunk) {
    await workspace.transaction((trx) =>
      sql`insert into events (source_id, message_id, original_month, type, name, user_id, occurred_at, received_at, payload)
        select ${source}::uuid, 'm-' || n, date_trunc('month', at)::date, 'track', 'Page Seen', 'u-' || n % 50000, at, at,
          jsonb_build_object('event', 'Page Seen', 'properties', jsonb_build_object('path', '/p/' || n % 900, 'title', md5(n::text)))
        from (select n, timestamptz '2025-01-01' + n * interval '365 days' / ${events}::float8 as at
          from generate_series(${from}::int, ${Math.min(events, from + chunk) - 1}::int) n) e`.execute(
        trx,
      ),
    );
  }
  await workspace.transaction(async (trx) => {
    await sql`insert into rejected_events (source_id, received_at, reason, payload)
      select ${source}::uuid, now(), 'Unknown type of event', jsonb_build_object('n', n, 'text', repeat(md5(n::text), 20))
      from generate_series(1, ${Math.ceil(events / 50)}::int) n`.execute(trx);
    await sql`update projections p set tx_id = e.tx_id, event_id = e.id
      from (select tx_id, id from events order by tx_id desc, id desc limit 1) e`.execute(trx);
    await sql`insert into record_identifiers (object, record_id, kind, value)
      select 'contact', id, 'email', 'p' || n || '@example.com' from (select id, row_number() over () n from record_contact) c
      union all
      select 'contact', id, 'phone', case when n % 20 = 0 then '+1415' || lpad((n % 8000000 + 2000000)::text, 7, '0')
        else '+861' || lpad((3000000000 + n)::text, 10, '0') end
      from (select id, row_number() over () n from record_contact) c`.execute(trx);
  });
}
