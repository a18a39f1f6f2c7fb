import { setTimeout as wait } from "node:timers/promises";
import { AppError, type Clock, type SourceId, wordsOf } from "@causeway/kernel";
import type {
  SecretBox,
  WorkspaceDatabase,
  WorkspaceTransaction,
} from "@causeway/platform-database";
import { sql } from "kysely";
import type { WakeReading } from "../deliveries/deliveries-queue.ts";
import { insertDeadLetters } from "../deliveries/insert-dead-letters.ts";
import { storeDelivery } from "../deliveries/store-delivery.ts";
import { readConnection } from "../sources/connection.ts";
import { noteConnected, noteSourceError } from "../sources/note-error.ts";
import type { TouchpointTables } from "../tables.ts";
import { storableJson } from "../wire/storable-json.ts";
import { addHeartbeats, closeWindows } from "./device-windows.ts";
import type { Heard, ListenContext } from "./listener.ts";
import { windowMsOf } from "./window-length.ts";

export interface ListenDependencies {
  readonly secrets: SecretBox;
  readonly wake: WakeReading;
  readonly clock: Clock;
}

const shortestPauseMs = 1_000;
const longestPauseMs = 60_000;
const lookMs = 5_000;
const deepest = 20;

/**
 * Listens for a source until the signal says stop, the source is paused or removed, or its settings change (whoever calls
 * begins again then). A connection that breaks is tried again, after 1 s and then ever longer, to a minute; why it broke
 * shows on the source's page.
 */
export async function listenSource(
  workspace: WorkspaceDatabase,
  id: SourceId,
  signal: AbortSignal,
  dependencies: ListenDependencies,
): Promise<void> {
  const stop = new AbortController();
  const all = AbortSignal.any([signal, stop.signal]);
  const watching = watchSettings(workspace, id, all).then(() => stop.abort());
  let pauseMs = shortestPauseMs;
  while (!all.aborted) {
    try {
      await listenOnce(workspace, id, all, dependencies, () => {
        pauseMs = shortestPauseMs;
      });
    } catch (error) {
      if (all.aborted || (error instanceof AppError && error.code === "not-found")) break;
      await workspace.transaction((trx) => noteSourceError(trx, id, wordsOf(error)));
      await wait(pauseMs, undefined, { signal: all }).catch(() => undefined);
      pauseMs = Math.min(longestPauseMs, pauseMs * 2);
    }
  }
  stop.abort();
  await watching;
}

async function listenOnce(
  workspace: WorkspaceDatabase,
  id: SourceId,
  signal: AbortSignal,
  { secrets, wake, clock }: ListenDependencies,
  onConnected: () => void,
): Promise<void> {
  const { connection, cursor } = await workspace.transaction(
    async (trx) => ({
      connection: await readConnection(trx, id, secrets),
      cursor: (await stateOf(trx, id))?.cursor ?? null,
    }),
    { readOnly: true },
  );
  const { kind, settings } = connection;
  if (kind.listen === undefined) throw new TypeError(`${kind.name} does not listen`);
  const context: ListenContext = {
    ...{ sourceId: id, cursor, signal, clock },
    keep: (heard) =>
      workspace.transaction(async (trx) => {
        await keepHeard(trx, id, heard, { windowMs: windowMsOf(settings), now: clock() });
        if (heard.deliveries.length > 0) await wake(trx, workspace.id);
      }),
    connected: async () => {
      onConnected();
      await workspace.transaction((trx) => noteConnected(trx, id));
    },
  };
  await kind.listen(settings, context);
}

async function keepHeard(
  trx: WorkspaceTransaction,
  id: SourceId,
  { heartbeats, deliveries, failures, cursor }: Heard,
  times: { readonly windowMs: number; readonly now: Date },
): Promise<void> {
  await addHeartbeats(trx, id, heartbeats, times);
  for (const delivery of deliveries) await storeDelivery(trx, id, delivery);
  const letters = failures.map(({ reason, item }) => ({
    ...{ reason, receivedAt: times.now, body: storableJson(item, deepest) ?? "null" },
  }));
  await insertDeadLetters(trx, id, letters);
  await sql`update sources set cursor = ${JSON.stringify(cursor)}::jsonb
    where id = ${id}`.execute(trx);
}

/** Resolves when the source is gone, paused or told something else, or the signal says stop. */
async function watchSettings(
  workspace: WorkspaceDatabase,
  id: SourceId,
  signal: AbortSignal,
): Promise<void> {
  const state = () =>
    workspace.transaction((trx) => stateOf(trx, id), { readOnly: true }).then((row) => row?.told);
  const first = await state().catch(() => undefined);
  while (!signal.aborted) {
    await wait(lookMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    // A database that is away says nothing about the source.
    const now = await state().catch(() => first);
    if (now === undefined || now !== first) return;
  }
}

async function stateOf(trx: WorkspaceTransaction, id: SourceId) {
  const row = await trx
    .$extendTables<TouchpointTables>()
    .selectFrom("sources")
    .select(["cursor", "settings", "secrets"])
    .where("id", "=", id)
    .where("enabled", "=", true)
    .where("connects", "=", true)
    .where("deleted_at", "is", null)
    .executeTakeFirst();
  return row && { cursor: row.cursor, told: JSON.stringify([row.settings, row.secrets]) };
}

/** Hands on the windows of a source that are over. */
export async function closeAllWindows(
  workspace: WorkspaceDatabase,
  id: SourceId,
  { wake, clock }: Pick<ListenDependencies, "wake" | "clock">,
): Promise<number> {
  for (let closed = 0; ; ) {
    const some = await workspace.transaction(async (trx) => {
      const count = await closeWindows(trx, id, clock());
      if (count > 0) await wake(trx, workspace.id);
      return count;
    });
    closed += some;
    if (some === 0) return closed;
  }
}
