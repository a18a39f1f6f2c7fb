import { type Kysely, sql } from "kysely";

/**
 * Keeps the order of the log when its tables were moved to another PostgreSQL, whose transaction ids begin anew: events
 * to come are then marked with their transaction's id plus an offset, so that they stand behind those that came along.
 * Nothing that is stored changes. Does nothing where the log is younger than the server, that is, nearly always.
 */
export async function keepOrder(database: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ offset: string | null }>`
    select (marked.last::text::bigint - pg_current_xact_id()::text::bigint)::text as "offset"
    from (select greatest(
            (select tx_id from events order by tx_id desc limit 1),
            (select tx_id from projections order by tx_id desc limit 1)) as last) marked,
      log_offset o
    where marked.last::text::bigint >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint + o.value`.execute(
    database,
  );
  const offset = rows[0]?.offset;
  if (offset == null) return;
  await sql`update log_offset set value = ${offset}::bigint`.execute(database);
  await sql`alter table events alter column tx_id
    set default (pg_current_xact_id()::text::bigint + ${sql.lit(Number(offset))})::text::xid8`.execute(
    database,
  );
}
