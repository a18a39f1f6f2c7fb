import type { EventProjection } from "@causeway/module-touchpoints";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { askOf, foldEvents } from "./graph/fold-events.ts";
import { readBook } from "./rules/read-book.ts";
import { loadGraph } from "./store/load-graph.ts";
import { saveFacts } from "./store/save-facts.ts";
import { saveGraph } from "./store/save-graph.ts";

/** Ties every event to a profile: whose it is, by the rules of `resolveEvent`, in the order of the log. */
export const identityProjection: EventProjection = {
  name: "identity",
  version: 7,
  async apply(trx, events) {
    await lookUpByKey(trx);
    const book = await readBook(trx);
    const asked = events.map((event) => askOf(event, book));
    const state = await loadGraph(
      trx,
      asked.map(({ resolvable }) => resolvable),
      book,
    );
    const resolved = foldEvents(state, asked);
    await saveGraph(trx, state, resolved);
    await saveFacts(trx, state, resolved);
  },
  // Decisions and rules are no projection: people made them, and the graph is computed again under them.
  reset: async (trx: WorkspaceTransaction) => {
    await sql`truncate profiles, identifiers, event_profiles, profile_merges, undone_merges,
      identity_notes, profile_traits, profile_companies, profile_evidence`.execute(trx);
  },
};

/**
 * For this transaction the planner looks rows up by their keys, which is all that the projection asks for. Of tables that
 * have just grown it knows too little, and would read them from end to end for one event.
 */
async function lookUpByKey(trx: WorkspaceTransaction): Promise<void> {
  await sql`select set_config(name, 'off', true)
    from unnest(array['enable_seqscan', 'enable_hashjoin', 'enable_mergejoin']) as name`.execute(
    trx,
  );
}
