import type { BothLanguages, SourceId } from "@causeway/kernel";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { storableText } from "../wire/storable-json.ts";

const longest = 500;

/** Shows on the source's page what went wrong; at most every ten seconds, as strangers may knock often. */
export async function noteSourceError(
  trx: WorkspaceTransaction,
  source: SourceId,
  words: BothLanguages,
): Promise<void> {
  await sql`update sources set last_error = ${JSON.stringify(shortened(words))}::jsonb, last_error_at = now()
    where id = ${source}
      and (last_error_at is null or last_error_at < now() - interval '10 seconds')`.execute(trx);
}

function shortened({ zh, en }: BothLanguages): BothLanguages {
  return { zh: storableText(zh.slice(0, longest)), en: storableText(en.slice(0, longest)) };
}

/** The other side was reached, or checked our address: what went wrong before is over. */
export async function noteConnected(trx: WorkspaceTransaction, source: SourceId): Promise<void> {
  await sql`update sources set connected_at = now(), last_error = null, last_error_at = null
    where id = ${source}`.execute(trx);
}

/** What went wrong before is over: something arrived and was read. */
export async function clearSourceError(trx: WorkspaceTransaction, source: SourceId): Promise<void> {
  await sql`update sources set last_error = null, last_error_at = null
    where id = ${source} and last_error is not null`.execute(trx);
}
