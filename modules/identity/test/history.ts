import { type SourceId, systemClock } from "@causeway/kernel";
import {
  catchUpProjections,
  createEventWriter,
  createSource,
  ingest,
  resetProjection,
} from "@causeway/module-touchpoints";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import type { TestDatabase } from "@causeway/platform-database/testing";
import { sql } from "kysely";
import { identityProjection } from "../src/index.ts";

/** A workspace that events are sent into, with the times in minutes of one day at which they happened. */
export async function newHistory(test: TestDatabase) {
  const workspace = await test.workspace();
  const source = await createSource(workspace, { name: "Site", history: true });
  const writer = createEventWriter({ clock: systemClock });
  let count = 0;
  return {
    workspace,
    send: async (...events: readonly (readonly [minute: number, event: object])[]) => {
      const batch = events.map(([minute, event]) => ({
        type: "track",
        event: "Seen",
        messageId: `m${++count}`,
        timestamp: new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString(),
        ...event,
      }));
      const origin = { source: { source: source.id as SourceId, history: true }, ip: null };
      await ingest({ workspace, ...origin, payload: { batch }, type: null }, writer, systemClock);
    },
    project: () => catchUpProjections(workspace, [identityProjection]),
    rebuild: async () => {
      await resetProjection(workspace, [identityProjection], "identity");
      await catchUpProjections(workspace, [identityProjection]);
    },
  };
}

const tables = [
  "profiles",
  "identifiers",
  "event_profiles",
  "profile_merges",
  "undone_merges",
  "identity_notes",
  "profile_traits",
  "profile_companies",
  "profile_evidence",
];

/** Everything the projection wrote, in a fixed order. */
export function dump(workspace: WorkspaceDatabase): Promise<Record<string, readonly unknown[]>> {
  return workspace.transaction(async (trx) => {
    const content: Record<string, readonly unknown[]> = {};
    for (const table of tables) {
      const { rows } = await sql`select to_jsonb(t) as row from ${sql.table(table)} t
        order by to_jsonb(t)::text`.execute(trx);
      content[table] = rows;
    }
    return content;
  });
}
