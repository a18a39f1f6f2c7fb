import {
  sqlState,
  type WorkspaceDatabase,
  type WorkspaceTransaction,
} from "@causeway/platform-database";
import { sql } from "kysely";
import type { tiedByEvent } from "../erasure/personal-tables.ts";
import { type ExpiredEvents, expiredEvents } from "./expired-events.ts";
import { forgetEvents } from "./forget-events.ts";
import type { LogPartition } from "./log-partitions.ts";

const atOnce = 1_000;
const lockNotAvailable = "55P03";

export interface Dropping {
  readonly now: Date;
  /** Tables tied to events, without the log. */
  readonly tied: ReturnType<typeof tiedByEvent>;
  readonly signal?: AbortSignal | undefined;
}

/** Whether a part of the log holds events, and none that stays. */
export async function isWholeOver(
  trx: WorkspaceTransaction,
  { table }: LogPartition,
  expired: ExpiredEvents,
): Promise<boolean> {
  const { rows } = await sql<{ over: boolean }>`
    select exists (select 1 from ${sql.table(table)}) and not exists (
      select 1 from ${sql.table(table)} e ${expired.join} where not ${expired.test}) as over`.execute(
    trx,
  );
  return rows[0]?.over ?? false;
}

/**
 * Drops a part of the log in which everything is past its time: first what was computed from its events goes, some at a
 * time, then the table as a whole, without a look at its rows. Returns how many events it held; null where something came
 * into it meanwhile that stays, or others kept the log busy: its events are then left to be deleted one by one.
 */
export async function dropPartition(
  workspace: WorkspaceDatabase,
  partition: LogPartition,
  { now, tied, signal }: Dropping,
): Promise<number | null> {
  for (let left = atOnce; left > 0; ) {
    signal?.throwIfAborted();
    left = await workspace.transaction((trx) => forgetSome(trx, partition, tied, atOnce));
  }
  return workspace
    .alter(async (trx) => {
      const names = ["identity", "twin"];
      await sql`select 1 from projections where name = any(${names}::text[])
        order by name for update`.execute(trx);
      await sql`lock table ${sql.table(partition.table)} in access exclusive mode`.execute(trx);
      const expired = await expiredEvents(trx, now);
      if (expired === null || !(await isWholeOver(trx, partition, expired))) return null;
      // What came in since is past its time too.
      await forgetSome(trx, partition, tied, null);
      const { rows } = await sql<{ count: number }>`
        select count(*)::float8 as count from ${sql.table(partition.table)}`.execute(trx);
      await sql`alter table events detach partition ${sql.table(partition.table)}`.execute(trx);
      await sql`drop table ${sql.table(partition.table)}`.execute(trx);
      return rows[0]?.count ?? 0;
    })
    .catch((error: unknown) => {
      if (sqlState(error) === lockNotAvailable) return null;
      throw error;
    });
}

async function forgetSome(
  trx: WorkspaceTransaction,
  { table }: LogPartition,
  tied: Dropping["tied"],
  limit: number | null,
): Promise<number> {
  const { rows } = await sql<{ id: string }>`select e.id::text from ${sql.table(table)} e
    join event_profiles p on p.event_id = e.id limit ${limit}`.execute(trx);
  const events = rows.map(({ id }) => id);
  if (events.length > 0) await forgetEvents(trx, events, tied);
  return events.length;
}
