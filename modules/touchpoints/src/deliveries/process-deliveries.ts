import { AppError, type SourceId } from "@causeway/kernel";
import type {
  SecretBox,
  WorkspaceDatabase,
  WorkspaceTransaction,
} from "@causeway/platform-database";
import { sql } from "kysely";
import type { RawDelivery } from "../connectors/connector.ts";
import type { EventWriter } from "../ingest/event-writer.ts";
import type { PlanDirectory } from "../plan/plan-directory.ts";
import { type Connection, readConnection } from "../sources/connection.ts";
import { clearSourceError } from "../sources/note-error.ts";
import type { TouchpointTables } from "../tables.ts";
import { isKeptOut } from "./dead-letter-screen.ts";
import { forgetOldestDead, insertDeadLetters } from "./insert-dead-letters.ts";
import { lettersOf, type ReadingFailure, readDelivery } from "./read-delivery.ts";
import { writeInParts } from "./write-in-parts.ts";

export interface ReadingDependencies {
  readonly writer: EventWriter;
  readonly secrets: SecretBox;
  /** What holds events back; nothing does without. */
  readonly plans?: Pick<PlanDirectory, "find">;
}

interface WaitingRow extends RawDelivery {
  readonly id: string;
  readonly source: SourceId;
}

const atOnce = 50;

/**
 * Reads the deliveries that wait in a workspace into the log, oldest first, until none is left. Events are durable before
 * a delivery is deleted; after a crash it is read again, and its events are known by their ids. What cannot be read
 * becomes a dead letter with the reason. Returns how many deliveries were read.
 */
export async function processDeliveries(
  workspace: WorkspaceDatabase,
  dependencies: ReadingDependencies,
  signal?: AbortSignal,
): Promise<number> {
  let count = 0;
  for (;;) {
    const rows = await workspace.transaction(waitingRows, { readOnly: true });
    for (const row of rows) {
      if (signal?.aborted) return count;
      await processOne(workspace, row, dependencies);
      count++;
    }
    if (rows.length === 0) return count;
  }
}

async function waitingRows(trx: WorkspaceTransaction): Promise<readonly WaitingRow[]> {
  const rows = await trx
    .$extendTables<TouchpointTables>()
    .selectFrom("raw_deliveries")
    .select(["id", "source_id", "received_at", "method", "query", "headers", "body"])
    .where("state", "=", "waiting")
    .orderBy("id")
    .limit(atOnce)
    .execute();
  return rows.map(({ source_id, received_at, ...row }) => ({
    ...row,
    source: source_id as SourceId,
    receivedAt: received_at,
  }));
}

async function processOne(
  workspace: WorkspaceDatabase,
  row: WaitingRow,
  { writer, secrets, plans }: ReadingDependencies,
): Promise<void> {
  const connection = await connectionOf(workspace, row.source, secrets);
  const { accepted, refused } = await readDelivery(
    connection,
    row,
    (await plans?.find(workspace)) ?? null,
  );
  await writeInParts(writer, workspace, row.source, accepted);
  await workspace.transaction((trx) => settle(trx, row, accepted.length, refused));
}

/** Null for a source that was removed meanwhile: what it sent is kept as a dead letter. */
async function connectionOf(
  workspace: WorkspaceDatabase,
  source: SourceId,
  secrets: SecretBox,
): Promise<Connection | null> {
  try {
    return await workspace.transaction((trx) => readConnection(trx, source, secrets), {
      readOnly: true,
    });
  } catch (error) {
    if (error instanceof AppError && error.code === "not-found") return null;
    throw error;
  }
}

/** A delivery that failed as a whole stays as it is, dead; failed parts of others become dead letters of their own. */
async function settle(
  trx: WorkspaceTransaction,
  row: WaitingRow,
  accepted: number,
  failures: readonly ReadingFailure[],
): Promise<void> {
  const [first] = failures;
  const isDead = first !== undefined && accepted === 0 && failures.length === 1;
  if (isDead && !(await isKeptOut(trx, row.body.toString("utf8")))) {
    await sql`update raw_deliveries set state = 'dead', reason = ${JSON.stringify(first.reason)}::jsonb, attempts = attempts + 1
      where id = ${row.id}::bigint`.execute(trx);
  } else if (isDead) {
    await sql`delete from raw_deliveries where id = ${row.id}::bigint`.execute(trx);
  } else {
    await insertDeadLetters(trx, row.source, lettersOf(failures, row));
    await sql`delete from raw_deliveries where id = ${row.id}::bigint`.execute(trx);
  }
  if (failures.length > 0) await forgetOldestDead(trx, row.source);
  if (accepted > 0) await clearSourceError(trx, row.source);
}
