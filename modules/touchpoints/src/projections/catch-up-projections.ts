import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { ensureCursors } from "./ensure-cursors.ts";
import { pause } from "./pause.ts";
import type { Projection } from "./projection.ts";
import { runProjections } from "./run-projections.ts";

const notFinalPauseMs = 10;

/**
 * Applies everything that is in the log when it is called, waiting for events that are not final yet because an older
 * transaction is open. Works beside a runner too: it ends when the projections are there, whoever brought them.
 */
export async function catchUpProjections(
  workspace: WorkspaceDatabase,
  projections: readonly Projection[],
  signal?: AbortSignal,
): Promise<void> {
  await ensureCursors(workspace, projections);
  const goal = await workspace.transaction(lastPosition, { readOnly: true });
  const names = projections.map((projection) => projection.name);
  while (goal !== null && !signal?.aborted) {
    await runProjections(workspace, projections, signal);
    const arrived = await workspace.transaction((trx) => haveReached(trx, names, goal));
    if (arrived) return;
    await pause(notFinalPauseMs, signal);
  }
}

type Goal = { readonly tx_id: string; readonly id: string };

async function lastPosition(trx: WorkspaceTransaction): Promise<Goal | null> {
  const { rows } = await sql<Goal>`select tx_id::text, id::text from events e
    order by e.tx_id desc, e.id desc limit 1`.execute(trx);
  return rows[0] ?? null;
}

async function haveReached(
  trx: WorkspaceTransaction,
  names: readonly string[],
  goal: Goal,
): Promise<boolean> {
  const { rows } = await sql`select 1 from projections where name = any(${names}::text[])
    and (tx_id, event_id) < (${goal.tx_id}::xid8, ${goal.id}::bigint) limit 1`.execute(trx);
  return rows.length === 0;
}
