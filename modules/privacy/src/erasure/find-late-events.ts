import { type RecordReference, wholePerson } from "@causeway/module-identity";
import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { keepPerson, readKeptPerson } from "../person/kept-person.ts";

/** How often it is looked whether the projections have come to what was in the log when the erasure began. */
const pauseMs = 200;
/** Longer than this nothing is waited for: what comes later is found by the words. */
const longestMs = 120_000;

/**
 * Waits until what had been stored before the tombstones is assigned to people, then looks again who belongs to the
 * person: events on their way, and records written meanwhile, are erased with the rest.
 */
export async function findLateEvents(
  workspace: WorkspaceDatabase,
  erasure: string,
  signal: AbortSignal,
): Promise<void> {
  const goal = await workspace.transaction(lastEvent, { readOnly: true });
  for (let waited = 0; goal !== null && waited < longestMs; waited += pauseMs) {
    signal.throwIfAborted();
    if (await workspace.transaction((trx) => isAssigned(trx, goal), { readOnly: true })) break;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  await workspace.transaction(async (trx) => {
    const kept = await readKeptPerson(trx, erasure);
    const starts: readonly RecordReference[] = [
      ...kept.profiles.map((id) => ({ object: "profile", id })),
      ...kept.records.filter(({ object }) => object === "contact" || object === "lead"),
    ];
    for (const start of starts.slice(0, mostStarts)) {
      const whole = await wholePerson(trx, start);
      const words = whole.identifiers
        .map(({ value }) => value)
        .filter((value) => !kept.records.some(({ id }) => id === value));
      await keepPerson(trx, erasure, { ...kept, ...whole, words });
    }
  });
}

const mostStarts = 200;

interface Place {
  readonly tx: string;
  readonly id: string;
}

async function lastEvent(trx: WorkspaceTransaction): Promise<Place | null> {
  const { rows } = await sql<Place>`select tx_id::text as tx, id::text from events e
    order by e.tx_id desc, e.id desc limit 1`.execute(trx);
  return rows[0] ?? null;
}

async function isAssigned(trx: WorkspaceTransaction, { tx, id }: Place): Promise<boolean> {
  const { rows } = await sql`select 1 from projections
    where (tx_id, event_id) < (${tx}::xid8, ${id}::bigint) limit 1`.execute(trx);
  return rows.length === 0;
}
