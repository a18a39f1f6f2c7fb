import type { EventId, ProfileId } from "@causeway/kernel";
import { readEventsById } from "@causeway/module-touchpoints";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { askOf, foldEvents } from "../graph/fold-events.ts";
import { emptyGraph } from "../graph/graph-state.ts";
import { readBook } from "../rules/read-book.ts";
import { allConstraints } from "../store/load-constraints.ts";
import { saveFacts } from "../store/save-facts.ts";
import { saveGraph } from "../store/save-graph.ts";

/** An event that belongs to another profile than before. */
export interface EventMove {
  readonly event: EventId;
  readonly from: ProfileId;
  readonly to: ProfileId;
}

/**
 * Computes these profiles again from their own events, under the decisions and rules of now, as if those had held from
 * the start. `profiles` must be closed (see `affectedProfiles`), and the projection held. Returns the events that moved.
 */
export async function refoldProfiles(
  trx: WorkspaceTransaction,
  profiles: readonly string[],
): Promise<readonly EventMove[]> {
  const { rows: before } = await sql<{ event: EventId; profile: ProfileId }>`
    select event_id::text as event, profile_id as profile from event_profiles
    where profile_id = any(${profiles}::uuid[])`.execute(trx);
  const ids = before.map(({ event }) => event);
  await forget(trx, profiles, ids);
  const book = await readBook(trx);
  const state = emptyGraph(book, await allConstraints(trx));
  const events = await readEventsById(trx, ids);
  const resolved = foldEvents(
    state,
    events.map((event) => askOf(event, book)),
  );
  await saveGraph(trx, state, resolved);
  await saveFacts(trx, state, resolved);
  const after = new Map(resolved.map(({ event, profile }) => [event.id, profile]));
  return before.flatMap(({ event, profile }): readonly EventMove[] => {
    const to = after.get(event);
    return to === undefined || to === profile ? [] : [{ event, from: profile, to }];
  });
}

async function forget(
  trx: WorkspaceTransaction,
  profiles: readonly string[],
  events: readonly EventId[],
): Promise<void> {
  const own = sql`any(${profiles}::uuid[])`;
  for (const table of ["identity_notes", "undone_merges", "event_profiles"]) {
    await sql`delete from ${sql.table(table)}
      where event_id = any(${events}::bigint[])`.execute(trx);
  }
  await sql`delete from profile_merges where loser_id = ${own}`.execute(trx);
  const owned = ["identifiers", "profile_traits", "profile_companies", "profile_evidence"];
  for (const table of owned) {
    await sql`delete from ${sql.table(table)} where profile_id = ${own}`.execute(trx);
  }
  await sql`delete from profiles where id = ${own}`.execute(trx);
}
