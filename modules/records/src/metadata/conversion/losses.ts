import type { WorkspaceDatabase } from "@causeway/platform-database";
import { sql } from "kysely";

interface LostFrom {
  readonly id: string;
  readonly object: string;
  readonly field: string;
  readonly actor_kind: string;
  readonly actor_id: string;
}

const chunk = 5000;

/** Values that the new type could not hold go into the history of their records, so that they are not lost to people. */
export async function writeLosses(
  workspace: WorkspaceDatabase,
  { id, object, field, actor_kind, actor_id }: LostFrom,
): Promise<void> {
  for (;;) {
    const moved = await workspace.transaction(async (trx) => {
      const { rows } = await sql<{ moved: number }>`
        with lost as (
          delete from field_conversion_losses where (conversion_id, record_id) in (
            select conversion_id, record_id from field_conversion_losses
            where conversion_id = ${id} limit ${chunk})
          returning record_id, value),
        written as (
          insert into record_changes
            (object, record_id, version, kind, changes, actor_kind, actor_id, occurred_at)
          select ${object}, t.id, t.version, 'update',
            jsonb_build_object(${field}::text, jsonb_build_object('from', lost.value, 'to', null)),
            ${actor_kind}, ${actor_id}, now()
          from lost join ${sql.table(`record_${object}`)} t on t.id = lost.record_id
          returning 1)
        select count(*) as moved from lost`.execute(trx);
      const count = rows[0]?.moved ?? 0;
      await sql`update field_conversions set lost = lost + ${count} where id = ${id}`.execute(trx);
      return count;
    });
    if (moved < chunk) return;
  }
}
