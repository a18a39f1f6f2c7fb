import type { Clock } from "@causeway/kernel";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { holdByPlan } from "../plan/hold-events.ts";
import type { PlanDirectory } from "../plan/plan-directory.ts";
import type { KnownSource } from "../sources/source-directory.ts";
import { type EventType, type ParsedEvent, parseEvent } from "../wire/parse-event.ts";
import { readEnvelope } from "../wire/read-envelope.ts";
import type { EventWriter } from "./event-writer.ts";
import type { Delivery } from "./insert-events.ts";

export interface IngestRequest {
  readonly workspace: WorkspaceDatabase;
  readonly source: Pick<KnownSource, "source" | "history">;
  /** The decoded body. */
  readonly payload: unknown;
  /** Type that the path names; null for a batch. */
  readonly type: EventType | null;
  /** Address of the browser; null when a server sent the request. */
  readonly ip: string | null;
}

/**
 * Stores the events of one request; when it returns, every one is durable in the log or, with a reason, among the rejected.
 * Throws `AppError`: `bad-input` or `too-large` for what can never be stored, `unavailable` for what should be retried.
 */
export async function ingest(
  request: IngestRequest,
  writer: EventWriter,
  clock: Clock,
  plans?: Pick<PlanDirectory, "find">,
): Promise<{ readonly accepted: number; readonly rejected: number }> {
  const { workspace, source, payload, type, ip } = request;
  const envelope = readEnvelope(payload, type);
  const receivedAt = clock();
  const events: ParsedEvent[] = [];
  const rejected: Delivery["rejected"][number][] = [];
  for (const item of envelope.items) {
    const verdict = parseEvent(item, { ...envelope, receivedAt, ip, history: source.history });
    if (verdict.ok) events.push(verdict.event);
    else rejected.push({ reason: verdict.reason, payload: verdict.payload, receivedAt });
  }
  const kept = plans ? await holdByPlan(plans, workspace, source.source, events) : events;
  if (kept.length + rejected.length > 0) {
    await writer.write(workspace, { source: source.source, events: kept, rejected });
  }
  return { accepted: events.length, rejected: rejected.length };
}
