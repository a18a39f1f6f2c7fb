import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { eventsChannel } from "../log/channels.ts";

/**
 * Waits for the batch of a projection that is under way and keeps others from starting until the transaction ends: for
 * work that changes its tables besides `apply`. Whoever holds several takes them in the order of their names.
 */
export async function holdProjection(trx: WorkspaceTransaction, name: string): Promise<void> {
  await sql`select 1 from projections where name = ${name} for update`.execute(trx);
}

/** Has a projection, and all that builds on it, computed again from the start of the log, soon after the commit. */
export async function requestRebuild(trx: WorkspaceTransaction, name: string): Promise<void> {
  await sql`update projections set version = 0 where name = ${name}`.execute(trx);
  await sql`select pg_notify(${eventsChannel}, current_setting('app.workspace'))`.execute(trx);
}
