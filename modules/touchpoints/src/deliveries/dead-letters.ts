import { AppError, type BothLanguages, type SourceId, sameWords } from "@causeway/kernel";
import type { DeadLetter } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import type { TouchpointTables } from "../tables.ts";
import { storableText } from "../wire/storable-json.ts";

const shownBytes = 100_000;

/** What a source sent that could not be read, the newest first. */
export async function listDeadLetters(
  trx: WorkspaceTransaction,
  source: SourceId,
  limit: number,
): Promise<{ readonly letters: DeadLetter[]; readonly total: number }> {
  const { rows } = await sql<{
    id: string;
    received_at: Date;
    reason: BothLanguages | null;
    attempts: number;
    body: Buffer;
    type: string | null;
  }>`select id::text, received_at, reason, attempts, substring(body from 1 for ${shownBytes}) as body,
       headers->>'content-type' as type
     from raw_deliveries where source_id = ${source} and state = 'dead'
     order by raw_deliveries.id desc limit ${limit}`.execute(trx);
  const counted = await trx
    .$extendTables<TouchpointTables>()
    .selectFrom("raw_deliveries")
    .select(({ fn }) => fn.countAll().as("count"))
    .where("source_id", "=", source)
    .where("state", "=", "dead")
    .executeTakeFirstOrThrow();
  return {
    total: Number(counted.count),
    letters: rows.map((row) => ({
      id: row.id,
      receivedAt: row.received_at.toISOString(),
      reason: row.reason ?? sameWords(""),
      attempts: row.attempts,
      body: storableText(row.body.toString("utf8")),
      contentType: row.type,
    })),
  };
}

/**
 * Has a dead letter (or all of a source: `letter` null) read once more, with another body where one is given. Returns how
 * many. Throws `AppError("not-found")` for a letter that is not there.
 */
export async function replayDeadLetters(
  trx: WorkspaceTransaction,
  source: SourceId,
  letter: string | null,
  body?: string,
): Promise<number> {
  const changed = await sql`update raw_deliveries set state = 'waiting', reason = null,
      body = coalesce(${body === undefined ? null : Buffer.from(body)}::bytea, body)
    where source_id = ${source} and state = 'dead'
      and (${letter}::bigint is null or id = ${letter}::bigint)`.execute(trx);
  const count = Number(changed.numAffectedRows ?? 0n);
  if (letter !== null && count === 0) throw gone();
  return count;
}

/** Throws a dead letter away. Throws `AppError("not-found")`. */
export async function dropDeadLetter(
  trx: WorkspaceTransaction,
  source: SourceId,
  letter: string,
): Promise<void> {
  const dropped = await sql`delete from raw_deliveries
    where source_id = ${source} and state = 'dead' and id = ${letter}::bigint`.execute(trx);
  if (Number(dropped.numAffectedRows ?? 0n) === 0) throw gone();
}

function gone(): AppError {
  return new AppError("not-found", {
    zh: "没有这条未能读取的内容",
    en: "There is no such dead letter",
  });
}
