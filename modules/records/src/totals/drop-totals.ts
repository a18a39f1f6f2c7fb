import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { alterTable } from "../metadata/alter-table.ts";
import { recordTable } from "../store/record-table.ts";
import { watched } from "./are-kept.ts";

interface NamedTotals {
  readonly object: string;
  readonly name: string;
}

/**
 * Ends the keeping of totals and forgets that they were wanted, in one transaction: whoever waits to make them finds nothing
 * to make. Throws AppError("unavailable") where the table does not become free; see `isTableBusy`.
 */
export function dropTotals(
  workspace: WorkspaceDatabase,
  { object, name }: NamedTotals,
): Promise<void> {
  return alterTable(workspace, { table: object }, async (trx) => {
    await dropNow(trx, name);
    await sql`delete from list_indexes where name = ${name}`.execute(trx);
  });
}

/** Ends the keeping of totals that could not be counted: triggers without them cost every write. */
export function stopTotals(
  workspace: WorkspaceDatabase,
  { object, name }: NamedTotals,
): Promise<void> {
  return alterTable(workspace, { table: object }, (trx) => dropNow(trx, name));
}

/**
 * Ends the keeping of all totals that read a column, in the transaction that takes it away: a trigger that misses it would
 * make every write fail. They are wanted again where the column comes back as what it was wanted for. What nobody knows of
 * any more, whatever it reads, goes with them.
 */
export async function dropTotalsOf(
  trx: WorkspaceTransaction,
  object: string,
  column: string,
): Promise<void> {
  const table = recordTable(object);
  await sql`lock table ${table} in access exclusive mode`.execute(trx);
  const { rows } = await sql<{ readonly name: string }>`select name from list_indexes
      where object = ${object} and kind = 'totals' and ${column} = any(fields || carried)
    union select p.proname from pg_trigger t join pg_proc p on p.oid = t.tgfoid
      where t.tgrelid = to_regclass(${`record_${object}`}) and not t.tgisinternal
        and t.tgname in (select p.proname || '_' || s from unnest(${[...watched]}::text[]) s)
        and not exists (select 1 from list_indexes where name = p.proname and kind = 'totals')
    order by name`.execute(trx);
  for (const { name } of rows) await dropNow(trx, name);
}

async function dropNow(trx: WorkspaceTransaction, name: string): Promise<void> {
  await sql`drop function if exists ${sql.id(name)} cascade`.execute(trx);
  // Whoever sums them up at this moment holds the row: what that writes is there before all is deleted.
  await sql`update list_indexes set state = 'wanted' where name = ${name}`.execute(trx);
  await sql`delete from board_totals where totals = ${name}`.execute(trx);
}
