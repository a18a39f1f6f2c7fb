import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import { type RawBuilder, sql } from "kysely";
import { indexName, type ListIndex } from "../indexes/list-index.ts";
import { alterTable } from "../metadata/alter-table.ts";
import { readSchema } from "../metadata/read-schema.ts";
import { recordTable } from "../store/record-table.ts";
import { watched } from "./are-kept.ts";
import { stopTotals } from "./drop-totals.ts";
import { totalledValue } from "./totalled-value.ts";

/** Totals as they stand in `list_indexes`, under the name of their function and of what is written to `board_totals`. */
export interface Totals extends ListIndex {
  readonly name: string;
}

/** Nobody waits for it; a table of a hundred million takes a minute or two. */
const longestCount = "30min";

/**
 * Has PostgreSQL keep what a board counts and adds up. From a moment on, for which writers are kept out, triggers note what
 * each statement changes; then all is counted once, beside all other work. Returns whether they are kept now: fields may
 * have gone meanwhile. Throws AppError("unavailable") where the table does not become free; see `isTableBusy`.
 */
export async function keepTotals(
  workspace: WorkspaceDatabase,
  totals: Totals,
  now: Date,
): Promise<boolean> {
  const isWatched = await alterTable(workspace, { table: totals.object }, (trx) =>
    watch(trx, totals),
  );
  if (!isWatched) return false;
  try {
    return await workspace.transaction((trx) => countOnce(trx, totals, now));
  } catch (error) {
    await stopTotals(workspace, totals);
    throw error;
  }
}

async function watch(trx: WorkspaceTransaction, totals: Totals): Promise<boolean> {
  const { name } = totals;
  // The table is locked: no field is removed or converted from here on.
  const { objects } = await readSchema(trx);
  const object = objects.find((each) => each.name === totals.object);
  if (object === undefined || indexName(object, totals) !== name) return false;
  const { numAffectedRows = 0n } = await sql`update list_indexes set state = 'building'
    where name = ${name}`.execute(trx);
  if (numAffectedRows === 0n) return false;
  const id = sql.id(name);
  await sql`drop function if exists ${id} cascade`.execute(trx);
  await sql`create function ${id}() returns trigger language plpgsql as $$ begin
    if tg_op = 'INSERT' then ${note(totals, changes(totals, "added", ""))};
    elsif tg_op = 'DELETE' then ${note(totals, changes(totals, "gone", "-"))};
    else ${note(
      totals,
      sql`${changes(totals, "added", "")} union all ${changes(totals, "gone", "-")}`,
    )};
    end if;
    return null;
  end $$`.execute(trx);
  for (const statement of watched) {
    const rows = {
      insert: sql`new table as added`,
      update: sql`old table as gone new table as added`,
      delete: sql`old table as gone`,
    }[statement];
    await sql`create trigger ${sql.id(`${name}_${statement}`)} after ${sql.raw(statement)}
      on ${recordTable(totals.object)} referencing ${rows}
      for each statement execute function ${id}()`.execute(trx);
  }
  return true;
}

/** Living records among the rows that a statement wrote, or had before it. A field may be called as a variable of PL/pgSQL is. */
function changes(totals: Totals, rows: "added" | "gone", sign: "" | "-"): RawBuilder<unknown> {
  const { value, amount } = totalledValue(totals, "r");
  return sql`select ${value} as value, ${sql.raw(sign)}1 as records,
      ${sql.raw(sign)}coalesce(${amount}, 0) as total
    from ${sql.raw(rows)} r where r.deleted_at is null`;
}

function note({ name }: Totals, rows: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`insert into board_totals (totals, value, records, total)
    select ${sql.lit(name)}, c.value, sum(c.records), sum(c.total) from (${rows}) c
    group by c.value having sum(c.records) <> 0 or sum(c.total) <> 0`;
}

/**
 * Writes what is missing in the differences to what stands in the table, both as one snapshot has them: what others commit
 * later they note themselves. So it holds whatever was noted before, and however often it is done.
 */
async function countOnce(trx: WorkspaceTransaction, totals: Totals, now: Date): Promise<boolean> {
  const { name } = totals;
  const table = recordTable(totals.object);
  const { value, amount } = totalledValue(totals, "t");
  await sql.raw(`set local statement_timeout to '${longestCount}'`).execute(trx);
  // In this order, as whoever removes a field: first the table, then what is known about its totals.
  await sql`lock table ${table} in access share mode`.execute(trx);
  const { rows } = await sql`select 1 from list_indexes
    where name = ${name} and state = 'building' for update`.execute(trx);
  if (rows.length === 0) return false;
  const missing = sql`select ${value} as value, count(*) as records, coalesce(sum(${amount}), 0) as total
      from ${table} t where t.deleted_at is null group by 1
    union all select value, -records, -total from board_totals where totals = ${sql.lit(name)}`;
  await note(totals, missing).execute(trx);
  await sql`update list_indexes set state = 'ready', error = null, built_at = ${now}, used_at = ${now}
    where name = ${name}`.execute(trx);
  return true;
}
