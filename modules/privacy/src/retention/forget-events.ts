import { recomputePeople } from "@causeway/module-identity";
import { holdProjection } from "@causeway/module-touchpoints";
import { uncountTouchpoints } from "@causeway/module-twin";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import type { tiedByEvent } from "../erasure/personal-tables.ts";

/**
 * Takes events out of everything that was computed from them, so that what is live is what a replay of the log without
 * them gives: counts of days, marks of time lines, and the people, who are computed again from what they still did.
 * `tied`: the tables to delete from, the log itself left out where its part goes as a whole.
 */
export async function forgetEvents(
  trx: WorkspaceTransaction,
  events: readonly string[],
  tied: ReturnType<typeof tiedByEvent>,
): Promise<void> {
  await holdProjection(trx, "identity");
  await holdProjection(trx, "twin");
  const { rows } = await sql<{ id: string }>`select distinct profile_id as id from event_profiles
    where event_id = any(${events}::bigint[])`.execute(trx);
  await uncountTouchpoints(trx, events);
  for (const { table, column } of tied) {
    await sql`delete from ${sql.table(table)}
      where ${sql.ref(column)} = any(${events}::bigint[])`.execute(trx);
  }
  await recomputePeople(
    trx,
    rows.map(({ id }) => id),
  );
}
