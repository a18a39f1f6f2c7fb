import type { RecordChange } from "@causeway/module-records";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";

/** An open lead: one that still can be graded. */
const isOpen = sql`l.deleted_at is null and l.outcome is null
  and coalesce(l.status, 'new') not in ('converted', 'lost')`;

/** Marks the given leads; those that have ended, or are gone, are left alone. */
export async function markStale(
  trx: WorkspaceTransaction,
  ids: readonly string[],
): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into stale_scores (object, record_id)
    select 'lead', l.id from record_lead l where l.id = any(${[...ids]}::uuid[]) and ${isOpen}
    -- In one order, so that two transactions that mark the same leads do not wait for each other in a circle.
    order by l.id on conflict do nothing`.execute(trx);
  return Number(numAffectedRows ?? 0);
}

/** Marks every open lead: after a new model, and nightly, since time windows move without an event. */
export async function markAllStale(trx: WorkspaceTransaction): Promise<void> {
  await sql`insert into stale_scores (object, record_id)
    select 'lead', l.id from record_lead l where ${isOpen}
    order by l.id on conflict do nothing`.execute(trx);
}

/** Takes some stale leads off the list, the longest waiting first; concurrent workers take different ones. */
export async function takeStale(
  trx: WorkspaceTransaction,
  limit: number,
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    delete from stale_scores where (object, record_id) in (
      select object, record_id from stale_scores where object = 'lead'
      order by marked_at limit ${limit} for update skip locked)
    returning record_id::text as id`.execute(trx);
  return rows.map(({ id }) => id);
}

/** The leads that a record change touches: itself, or those of a contact or account. */
export async function leadsTouchedBy(
  trx: WorkspaceTransaction,
  { object, ids }: Pick<RecordChange, "object" | "ids">,
): Promise<readonly string[]> {
  if (object === "lead") return ids;
  if (object !== "contact") return [];
  const { rows } = await sql<{ id: string }>`
    select id::text from record_lead where contact = any(${[...ids]}::uuid[])`.execute(trx);
  return rows.map(({ id }) => id);
}
