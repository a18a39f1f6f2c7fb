import type { Projection, StoredEvent } from "@causeway/module-touchpoints";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { type ResolvableEvent, resolveEvent } from "./graph/resolve-event.ts";
import { type EventIdentity, readIdentity } from "./identifiers/read-identity.ts";
import { loadGraph } from "./store/load-graph.ts";
import { saveFacts } from "./store/save-facts.ts";
import { type ResolvedEvent, saveGraph } from "./store/save-graph.ts";

/** Ties every event to a profile: whose it is, by the rules of `resolveEvent`, in the order of the log. */
export const identityProjection: Projection = {
  name: "identity",
  version: 2,
  async apply(trx, events) {
    const read = events.map((event) => ({ event, identity: readIdentity(event) }));
    const resolvable = read.map(({ event, identity }) => resolvableEvent(event, identity));
    const state = await loadGraph(trx, resolvable);
    const resolved: ResolvedEvent[] = [];
    for (const [at, { event, identity }] of read.entries()) {
      const asked = resolvable[at];
      if (asked === undefined) continue;
      const { profile, changes } = resolveEvent(state, asked);
      if (profile !== null) resolved.push({ event, identity, profile, changes });
    }
    await saveGraph(trx, state, resolved);
    await saveFacts(trx, resolved);
  },
  reset: async (trx: WorkspaceTransaction) => {
    await sql`truncate profiles, identifiers, event_profiles, profile_merges, identity_notes,
      profile_traits, profile_companies`.execute(trx);
  },
};

function resolvableEvent(event: StoredEvent, identity: EventIdentity): ResolvableEvent {
  const { person, device } = identity;
  return { id: BigInt(event.id), occurredAtMs: event.occurredAt.getTime(), person, device };
}
