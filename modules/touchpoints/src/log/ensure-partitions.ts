import type { WorkspaceDatabase } from "@causeway/platform-database";
import { sql } from "kysely";

/** Two calendar years back a partition holds a year, so that a source of history cannot make hundreds of them. */
const yearlyAfterYears = 2;

export interface PartitionRange {
  readonly table: string;
  /** First day, inclusive, and last day, exclusive, as `2026-11-01`. */
  readonly from: string;
  readonly to: string;
}

/**
 * Makes the partitions of the log that these months need, under the owner role, each in a short transaction of its own.
 * Safe when several processes do it at once. `months` are first days, as `2026-11-01`.
 */
export async function ensurePartitions(
  workspace: WorkspaceDatabase,
  months: Iterable<string>,
  now: Date,
): Promise<void> {
  for (const month of months) {
    if (await isCovered(workspace, month)) continue;
    await createPartition(workspace, partitionFor(month, now), monthRange(month));
  }
}

/** The partition a month belongs to: its own, or that of its whole year when it is long past. */
export function partitionFor(month: string, now: Date): PartitionRange {
  const year = Number(month.slice(0, 4));
  if (year > now.getUTCFullYear() - yearlyAfterYears) return monthRange(month);
  return { table: `events_${year}`, from: `${year}-01-01`, to: `${year + 1}-01-01` };
}

function monthRange(month: string): PartitionRange {
  const next = new Date(`${month}T00:00:00Z`);
  next.setUTCMonth(next.getUTCMonth() + 1);
  return {
    table: `events_${month.slice(0, 7).replace("-", "_")}`,
    from: month,
    to: next.toISOString().slice(0, 10),
  };
}

async function isCovered(workspace: WorkspaceDatabase, month: string): Promise<boolean> {
  return workspace.transaction(
    async (trx) => (await partitionsOver(trx, monthRange(month))).length > 0,
  );
}

/** A year that already has months of its own keeps to months. */
async function createPartition(
  workspace: WorkspaceDatabase,
  wanted: PartitionRange,
  fallback: PartitionRange,
): Promise<void> {
  await workspace.alter(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtext(current_schema() || '.events'))`.execute(trx);
    if ((await partitionsOver(trx, fallback)).length > 0) return;
    const range = (await partitionsOver(trx, wanted)).length === 0 ? wanted : fallback;
    const table = sql.id(range.table);
    // ATTACH, unlike CREATE … PARTITION OF, lets readers and writers of the log go on.
    await sql`create table ${table} (like events including defaults including constraints)`.execute(
      trx,
    );
    await sql`alter table events attach partition ${table}
      for values from (${sql.lit(range.from)}) to (${sql.lit(range.to)})`.execute(trx);
  });
}

type Executor = Parameters<Parameters<WorkspaceDatabase["transaction"]>[0]>[0];

async function partitionsOver(trx: Executor, range: PartitionRange): Promise<readonly string[]> {
  const found = await sql<{ bounds: string }>`
    select pg_get_expr(child.relpartbound, child.oid) as bounds
    from pg_inherits join pg_class child on child.oid = inhrelid
    where inhparent = 'events'::regclass`.execute(trx);
  return found.rows
    .map((row) => /FROM \('([\d-]+)'\) TO \('([\d-]+)'\)/.exec(row.bounds))
    .filter((match) => (match?.[1] ?? "9") < range.to && (match?.[2] ?? "0") > range.from)
    .map((match) => match?.[0] ?? "");
}
