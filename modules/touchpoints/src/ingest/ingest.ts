import type { Clock } from "@causeway/kernel";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { holdByPlan } from "../plan/hold-events.ts";
import type { PlanDirectory } from "../plan/plan-directory.ts";
import type { KnownSource } from "../sources/source-directory.ts";
import { type EventType, type ParsedEvent, parseEvent } from "../wire/parse-event.ts";
import { readEnvelope } from "../wire/read-envelope.ts";
import type { SentText } from "../wire/sent-bytes.ts";
import type { EventWriter } from "./event-writer.ts";
import type { Delivery } from "./insert-events.ts";

export interface IngestRequest {
  readonly workspace: WorkspaceDatabase;
  readonly source: Pick<KnownSource, "source" | "history">;
  /** The decoded body. */
  readonly payload: unknown;
  /** What it was decoded from. */
  readonly sent?: SentText;
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

/** A request whose events are on their way. */
export interface Taken extends Receipt {
  /** Undefined where there is nothing to wait for; fails as `EventWriter.write` does. */
  readonly stored: Promise<void> | undefined;
}

/**
 * Stores the events of one request; when it is done, every one is durable in the log or, with a reason, among the rejected.
 * Throws `AppError`: `bad-input` or `too-large` for what can never be stored, `unavailable` for what should be retried.
 */
export async function ingest(
  request: IngestRequest,
  writer: EventWriter,
  clock: Clock,
  plans?: Pick<PlanDirectory, "find">,
): Promise<Receipt> {
  const { stored, ...receipt } = takeEvents(request, writer, clock, plans);
  await stored;
  return receipt;
}

/** The same for requests that come by the ten thousand: `stored` must be waited for, and most of them wait for the same. */
export function takeEvents(
  request: IngestRequest,
  writer: EventWriter,
  clock: Clock,
  plans?: Pick<PlanDirectory, "find">,
): Taken {
  const { workspace, source, payload, type, ip } = request;
  const refusal = writer.refusal(workspace.id, request.sent?.text.length ?? 0);
  if (refusal !== undefined) throw refusal;
  const envelope = readEnvelope(payload, type);
  const receivedAt = clock();
  // A path that names a type takes one event: the body is its text.
  const sent = type === null ? null : (request.sent ?? null);
  const reception = { ...envelope, receivedAt, ip, history: source.history, sent };
  const events: ParsedEvent[] = [];
  const rejected: Delivery["rejected"][number][] = [];
  for (const item of envelope.items) {
    const verdict = parseEvent(item, reception);
    if (verdict.ok) events.push(verdict.event);
    else rejected.push({ reason: verdict.reason, payload: verdict.payload, receivedAt });
  }
  const kept = plans ? holdByPlan(plans, workspace, source.source, events) : events;
  const write = (own: readonly ParsedEvent[]) =>
    own.length + rejected.length === 0
      ? undefined
      : writer.write(workspace, { source: source.source, events: own, rejected });
  const stored = kept instanceof Promise ? kept.then(write) : write(kept);
  return { accepted: events.length, rejected: rejected.length, stored };
}
