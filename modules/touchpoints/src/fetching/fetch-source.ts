import { AppError, type Clock, type SourceId, wordsOf } from "@causeway/kernel";
import type { SecretBox, WorkspaceDatabase } from "@causeway/platform-database";
import { sql } from "kysely";
import type { WakeReading } from "../deliveries/deliveries-queue.ts";
import { storeDelivery } from "../deliveries/store-delivery.ts";
import { readConnection } from "../sources/connection.ts";
import { noteConnected, noteSourceError } from "../sources/note-error.ts";
import type { TouchpointTables } from "../tables.ts";

export interface FetchDependencies {
  readonly secrets: SecretBox;
  readonly wake: WakeReading;
  readonly clock: Clock;
}

/** Pages of one visit; a mailbox of years is read in several. */
const mostPages = 40;

/**
 * Fetches what is new for a source. What came and how far it reaches are written in one transaction, so nothing is fetched
 * twice or passed over. What goes wrong shows on the source's page. Returns how many deliveries came.
 */
export async function fetchSource(
  workspace: WorkspaceDatabase,
  id: SourceId,
  signal: AbortSignal,
  dependencies: FetchDependencies,
): Promise<number> {
  let count = 0;
  try {
    for (let page = 0; page < mostPages; page++) {
      const fetched = await fetchPage(workspace, id, signal, dependencies);
      if (fetched === null) return count;
      count += fetched.came;
      if (!fetched.more) break;
    }
    await workspace.transaction((trx) => noteConnected(trx, id));
  } catch (error) {
    // A source that was removed meanwhile has no page to show it on.
    if (error instanceof AppError && error.code === "not-found") return count;
    await workspace.transaction((trx) => noteSourceError(trx, id, wordsOf(error)));
  }
  return count;
}

/** Null for a source that only takes what is handed in. */
async function fetchPage(
  workspace: WorkspaceDatabase,
  id: SourceId,
  signal: AbortSignal,
  { secrets, wake, clock }: FetchDependencies,
): Promise<{ readonly came: number; readonly more: boolean } | null> {
  const { connection, row } = await workspace.transaction(
    async (trx) => ({
      connection: await readConnection(trx, id, secrets),
      row: await trx
        .$extendTables<TouchpointTables>()
        .selectFrom("sources")
        .select(["cursor", "connects"])
        .where("id", "=", id)
        .executeTakeFirstOrThrow(),
    }),
    { readOnly: true },
  );
  if (!row.connects) return null;
  const { kind, settings } = connection;
  if (kind.fetch === undefined) return { came: 0, more: false };
  const fetched = await kind.fetch(settings, row.cursor, { signal, now: clock() });
  await workspace.transaction(async (trx) => {
    for (const delivery of fetched.deliveries) await storeDelivery(trx, id, delivery);
    await sql`update sources set cursor = ${JSON.stringify(fetched.cursor)}::jsonb
      where id = ${id}`.execute(trx);
    if (fetched.deliveries.length > 0) await wake(trx, workspace.id);
  });
  return { came: fetched.deliveries.length, more: fetched.more };
}
