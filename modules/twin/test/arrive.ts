import { type SourceId, systemClock } from "@causeway/kernel";
import {
  catchUpProjections,
  createEventWriter,
  createSource,
  ingest,
  type Projection,
} from "@causeway/module-touchpoints";
import type { WorkspaceDatabase } from "@causeway/platform-database";

let count = 0;

/** Sends events as a source of history does, and lets the projections see them. */
export async function arrive(
  workspace: WorkspaceDatabase,
  events: readonly object[],
  projections: readonly Projection[],
): Promise<void> {
  const source = await createSource(workspace, { name: "All", history: true });
  const writer = createEventWriter({ clock: systemClock });
  const batch = events.map((event) => ({ messageId: `m${++count}`, ...event }));
  const origin = { source: { source: source.id as SourceId, history: true }, ip: null };
  await ingest({ workspace, ...origin, payload: { batch }, type: null }, writer, systemClock);
  await catchUpProjections(workspace, projections);
}
