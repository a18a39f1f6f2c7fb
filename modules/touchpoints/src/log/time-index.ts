import type { WorkspaceId } from "@causeway/kernel";
import type {
  Database,
  WorkspaceDatabase,
  WorkspaceTransaction,
} from "@causeway/platform-database";
import { defineQueue, type Jobs } from "@causeway/platform-jobs";
import { type Kysely, sql } from "kysely";
import { z } from "zod";

const index = "events_by_time";
const brin = sql`using brin (occurred_at) with (pages_per_range = 32, autosummarize = on)`;
/** A log of fewer bytes is read at once; nobody notices. */
const largestAtOnce = 64 * 2 ** 20;

/**
 * Makes the index by which events are found by their time. Of a large log new partitions have it from now on, and those
 * that are there get theirs beside all other work; see `buildTimeIndex`.
 */
export async function createTimeIndex(database: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{
    bytes: number;
  }>`select coalesce(sum(pg_relation_size(relid)), 0)::float8 as bytes
    from pg_partition_tree('events')`.execute(database);
  const isLarge = (rows[0]?.bytes ?? 0) > largestAtOnce;
  const table = isLarge ? sql`only events` : sql`events`;
  await sql`create index ${sql.id(index)} on ${table} ${brin}`.execute(database);
}

/** Partitions whose part of the index is missing: the catalog is the only memory of what is left to do. */
async function partitionsWithout(trx: WorkspaceTransaction): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_partition_tree('events') t join pg_class c on c.oid = t.relid
    where t.isleaf and not exists (
      select 1 from pg_inherits h join pg_index i on i.indexrelid = h.inhrelid
      where h.inhparent = to_regclass(${index}) and i.indrelid = t.relid)
    order by 1`.execute(trx);
  return rows.map(({ name }) => name);
}

/** Builds what is missing of the index, a partition at a time, while events are written. Goes on where it was cut off. */
export async function buildTimeIndex(
  workspace: WorkspaceDatabase,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<void> {
  const partitions = await workspace.transaction(partitionsWithout, { readOnly: true });
  for (const partition of partitions) {
    signal?.throwIfAborted();
    const own = sql.id(`${partition}_by_time`);
    // What an end of the process has left of it is not whole.
    await workspace.alterOutsideTransaction(sql`drop index concurrently if exists ${own}`);
    await workspace.alterOutsideTransaction(
      sql`create index concurrently ${own} on ${sql.table(partition)} ${brin}`,
    );
    await workspace.alter(async (trx) => {
      await sql`alter index ${sql.id(index)} attach partition ${own}`.execute(trx);
    });
  }
}

/** Builds the log's index by time, of one workspace. */
export const timeIndexQueue = defineQueue({
  name: "log-time-index",
  schema: z.object({ workspace: z.string() }),
  // Two at a time would wait for each other.
  policy: "stately",
  expireInSeconds: 2 * 3600,
});

/** Declares who builds it. */
export function workTimeIndex(jobs: Jobs, database: Pick<Database, "workspace">): void {
  jobs.work(timeIndexQueue, async ({ data, signal }) => {
    await buildTimeIndex(await database.workspace(data.workspace as WorkspaceId), { signal });
  });
}

/** Asks for what is missing of the index, if anything is; at the start of a server, and every minute. */
export async function resumeTimeIndex(
  trx: WorkspaceTransaction,
  jobs: Pick<Jobs, "send">,
  workspace: string,
): Promise<void> {
  if ((await partitionsWithout(trx)).length === 0) return;
  await jobs.send(trx, timeIndexQueue, { workspace }, { singletonKey: workspace });
}
