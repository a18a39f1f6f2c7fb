import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import type { Actor } from "./actor.ts";

/** What happened to records, told inside the transaction in which it happened. */
export interface RecordChange {
  readonly kind: "create" | "update" | "delete" | "restore";
  readonly object: string;
  readonly ids: readonly string[];
  /** Names of the fields that changed; for `create` those that have a value. */
  readonly fields: readonly string[];
  readonly actor: Actor;
}

/** Work in the same transaction: it commits and rolls back with the change, and its error refuses the change. */
export type RecordChangeListener = (
  trx: WorkspaceTransaction,
  change: RecordChange,
) => Promise<void>;

const listeners = new Set<RecordChangeListener>();

/** Registers a listener for every workspace; the composition root does so at start. Returns how to take it back. */
export function onRecordChange(listener: RecordChangeListener): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

const mostIdsInMessage = 50;

/** Tells listeners, and, when the transaction commits, the open pages. */
export async function announceChange(
  trx: WorkspaceTransaction,
  change: RecordChange,
): Promise<void> {
  if (change.ids.length === 0) return;
  const { object, ids } = change;
  await notifyPages(trx, {
    topic: "records",
    object,
    // Without ids a page asks for everything anew.
    ...(ids.length <= mostIdsInMessage ? { ids } : {}),
  });
  for (const listener of listeners) await listener(trx, change);
}

/** Notifies open pages when the transaction commits. */
export async function notifyPages(
  trx: WorkspaceTransaction,
  message: Readonly<Record<string, unknown>>,
): Promise<void> {
  await sql`select pg_notify('causeway_live',
    jsonb_set(${JSON.stringify(message)}::jsonb, '{workspace}',
      to_jsonb(current_setting('app.workspace')))::text)`.execute(trx);
}
