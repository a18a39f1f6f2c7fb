import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";

/**
 * Makes one difference of all that each stage has, and notes that the totals are used where `usedAt` says so. Whoever reads
 * meanwhile sees those before or that after; one does it at a time, and the others leave it.
 */
export async function sumUpTotals(
  trx: WorkspaceTransaction,
  name: string,
  { usedAt }: { readonly usedAt?: Date } = {},
): Promise<void> {
  const { rows } = await sql`select 1 from list_indexes
    where name = ${name} for update skip locked`.execute(trx);
  if (rows.length === 0) return;
  await sql`with gone as (
      delete from board_totals where totals = ${name} returning value, records, total)
    insert into board_totals (totals, value, records, total)
    select ${name}, value, sum(records), sum(total) from gone
    group by value having sum(records) <> 0 or sum(total) <> 0`.execute(trx);
  if (usedAt === undefined) return;
  await sql`update list_indexes set used_at = ${usedAt} where name = ${name}`.execute(trx);
}

/** Names of the totals of an object. */
export async function totalsOf(
  trx: WorkspaceTransaction,
  object: string,
): Promise<readonly string[]> {
  const { rows } = await sql<{ readonly name: string }>`select name from list_indexes
    where object = ${object} and kind = 'totals' order by name`.execute(trx);
  return rows.map(({ name }) => name);
}
