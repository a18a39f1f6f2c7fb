import { type Clock, whenReady } from "@causeway/kernel";
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
  /** The JSON text that it was decoded from. */
  readonly text?: string;
  /** Type that the path names; null for a batch. */
  readonly type: EventType | null;
  /** Address of the browser; null when a server sent the request. */
  readonly ip: string | null;
}

/** How many events of a request went on, and how many were set aside with a reason. */
export interface Receipt {
  readonly accepted: number;
  readonly rejected: number;
}

/**
 * Stores the events of one request; when it is done, every one is durable in the log or, with a reason, among the rejected.
 * Throws `AppError`: `bad-input` or `too-large` for what can never be stored, `unavailable` for what should be retried.
 */
export function ingest(
  request: IngestRequest,
  writer: EventWriter,
  clock: Clock,
  plans?: Pick<PlanDirectory, "find">,
): Receipt | Promise<Receipt> {
  const { workspace, source, payload, type, ip } = request;
  const envelope = readEnvelope(payload, type);
  const receivedAt = clock();
  // A path that names a type takes one event: the body is its text.
  const text = type === null ? null : (request.text ?? null);
  const reception = { ...envelope, receivedAt, ip, history: source.history, text };
  const events: ParsedEvent[] = [];
  const rejected: Delivery["rejected"][number][] = [];
  for (const item of envelope.items) {
    const verdict = parseEvent(item, reception);
    if (verdict.ok) events.push(verdict.event);
    else rejected.push({ reason: verdict.reason, payload: verdict.payload, receivedAt });
  }
  const receipt = { accepted: events.length, rejected: rejected.length };
  const kept = plans ? holdByPlan(plans, workspace, source.source, events) : events;
  return whenReady(kept, (own) => {
    if (own.length + rejected.length === 0) return receipt;
    const delivery = { source: source.source, events: own, rejected };
    return writer.write(workspace, delivery).then(() => receipt);
  });
}
