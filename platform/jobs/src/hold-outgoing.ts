import type { WorkspaceTransaction } from "@causeway/platform-database";
import { type Kysely, sql } from "kysely";

/**
 * After a restore: a message that had not left when the backup was taken may have left later, from the server that is
 * gone. Nobody here can know, so a person decides, as with any attempt whose end is unknown.
 */
export async function holdOutgoing(
  database: Kysely<unknown>,
  { takenAt }: { readonly takenAt: Date },
): Promise<void> {
  await sql`insert into restores (taken_at) values (${takenAt})`.execute(database);
  await sql`update outbox set state = 'uncertain', attempt_id = null, attempt_until = null,
      changed_at = now(), detail = ${heldDetail(takenAt)}
    where state in ('pending', 'sending')`.execute(database);
}

/**
 * Why a message that a run wants to send now must wait for a person; undefined when it may go. A run that was open in
 * the backup may have come this far before, on the server that is gone.
 */
export async function heldBecause(
  trx: WorkspaceTransaction,
  runId: string | undefined,
): Promise<string | undefined> {
  if (runId === undefined) return undefined;
  const { rows } = await sql<{ taken_at: Date }>`
    select r.taken_at from restores r join runs on runs.started_at <= r.restored_at
    where runs.id = ${runId} order by r.restored_at desc limit 1`.execute(trx);
  return rows[0] && heldDetail(rows[0].taken_at);
}

const heldDetail = (takenAt: Date) =>
  `Restored from a backup of ${takenAt.toISOString()}; it may have been sent after that`;
