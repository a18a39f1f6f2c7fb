import type { SegmentEvent } from "@causeway/engine-simulation";
import { type SourceId, systemClock } from "@causeway/kernel";
import { createEventWriter, createSource, ingest } from "@causeway/module-touchpoints";
import type { WorkspaceDatabase } from "@causeway/platform-database";

/** A way to send events of the past into a workspace, in their order. */
export async function eventSender(
  workspace: WorkspaceDatabase,
): Promise<(events: readonly SegmentEvent[]) => Promise<void>> {
  const source = await createSource(workspace, { name: "Measured", history: true });
  const writer = createEventWriter({ clock: systemClock });
  const origin = { source: { source: source.id as SourceId, history: true }, ip: null };
  return async (events) => {
    for (let at = 0; at < events.length; at += 1_000) {
      const payload = { batch: events.slice(at, at + 1_000) };
      await ingest(
        { workspace, ...origin, payload: payload as never, type: null },
        writer,
        systemClock,
      );
    }
  };
}
