import type { BothLanguages, SourceId } from "@causeway/kernel";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { isKeptOut } from "./dead-letter-screen.ts";

export interface NewDeadLetter {
  readonly reason: BothLanguages;
  /** JSON text that PostgreSQL stores. */
  readonly body: string;
  readonly receivedAt: Date;
}

/** Sets aside parts of what a source sent, each a dead letter of its own. */
export async function insertDeadLetters(
  trx: WorkspaceTransaction,
  source: SourceId,
  all: readonly NewDeadLetter[],
): Promise<void> {
  const letters: NewDeadLetter[] = [];
  for (const letter of all) if (!(await isKeptOut(trx, letter.body))) letters.push(letter);
  if (letters.length === 0) return;
  await sql`
    insert into raw_deliveries (source_id, received_at, method, query, headers, body, state, reason, attempts)
    select ${source}, received_at, 'POST', '{}', '{"content-type":"application/json"}',
           convert_to(body, 'UTF8'), 'dead', reason::jsonb, 1
    from unnest(${letters.map(({ body }) => body)}::text[],
                ${letters.map(({ reason }) => JSON.stringify(reason))}::text[],
                ${letters.map(({ receivedAt }) => receivedAt.toISOString())}::timestamptz[])
      as failed (body, reason, received_at)`.execute(trx);
  await forgetOldestDead(trx, source);
}

/** Of one source; a sender that is wrong for months must not fill the disk. */
const keptDead = 10_000;

/** Keeps the newest dead letters of a source. */
export async function forgetOldestDead(trx: WorkspaceTransaction, source: SourceId): Promise<void> {
  await sql`delete from raw_deliveries where source_id = ${source} and state = 'dead' and id <= (
    select id from raw_deliveries where source_id = ${source} and state = 'dead'
    order by id desc offset ${keptDead} limit 1)`.execute(trx);
}
