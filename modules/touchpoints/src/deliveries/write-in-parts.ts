import type { SourceId } from "@causeway/kernel";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import type { EventWriter } from "../ingest/event-writer.ts";
import type { ParsedEvent } from "../wire/parse-event.ts";

const eventsAtOnce = 2_000;

/** Writes however many events, so many at once that no transaction is long; resolves when all are durable. */
export async function writeInParts(
  writer: EventWriter,
  workspace: WorkspaceDatabase,
  source: SourceId,
  events: readonly ParsedEvent[],
): Promise<void> {
  for (let start = 0; start < events.length; start += eventsAtOnce) {
    const some = events.slice(start, start + eventsAtOnce);
    await writer.write(workspace, { source, events: some, rejected: [] });
  }
}
