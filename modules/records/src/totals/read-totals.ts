import type { ObjectDefinition } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { type RawBuilder, sql } from "kysely";
import { areKept } from "./are-kept.ts";

/** More differences than this cost a reader more than it costs to sum them up. */
const mostDifferences = 500;

/** Whether an object has totals. Asked first: a board without them would pay for a long statement that finds nothing. */
export async function hasTotals(
  trx: WorkspaceTransaction,
  { name }: ObjectDefinition,
): Promise<boolean> {
  const { rows } = await sql`select 1 from list_indexes
    where object = ${name} and kind = 'totals' and state = 'ready' limit 1`.execute(trx);
  return rows.length > 0;
}

/** Counts and sums by stage, as part of one statement. */
export interface BoardTotals {
  /** What stands after `with`: `totals` has `board_value`, `board_count` and `board_total`. */
  readonly parts: RawBuilder<unknown>;
  /** Whether there is anything to read from. */
  readonly areThere: RawBuilder<unknown>;
  /** The name of totals that are to be summed up, or of which nobody has noted for a day that they are used. */
  readonly due: RawBuilder<unknown>;
}

/**
 * The totals of a board of all records as they are kept. Whether they are is seen in the snapshot that they are read in:
 * where they are not, nothing is read at all.
 */
export function keptTotals(object: ObjectDefinition, totalField: string | undefined): BoardTotals {
  const sums = totalField === undefined ? sql`true` : sql`carried = ${[totalField]}::text[]`;
  return {
    parts: sql`kept as materialized (
        select name, used_at < now() - interval '1 day' as is_stale from list_indexes
        where object = ${object.name} and kind = 'totals' and state = 'ready'
          and fields = ${[object.stageField]}::text[] and ${sums} and ${areKept}
        order by name limit 1),
      totals as materialized (
        select b.value as board_value, sum(b.records)::bigint as board_count,
          ${totalField === undefined ? sql`null::numeric` : sql`sum(b.total)`} as board_total
        from kept join board_totals b on b.totals = kept.name
        group by b.value having sum(b.records) <> 0)`,
    areThere: sql`exists (select 1 from kept)`,
    due: sql`(select name from kept where is_stale
      or (select count(*) from board_totals where totals = (select name from kept)) > ${mostDifferences})`,
  };
}
