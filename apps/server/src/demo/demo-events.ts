import { setTimeout as wait } from "node:timers/promises";
import type { EventItem, SourceKind } from "@causeway/engine-simulation";
import { AppError } from "@causeway/kernel";
import { type ReadingDependencies, takeDeliveries } from "@causeway/module-touchpoints";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import type { DemoSource, DemoSources } from "./demo-sources.ts";
import { rawFormats } from "./raw/raw-formats.ts";

export interface EventTarget {
  readonly workspace: WorkspaceDatabase;
  /** Where this server answers, without a slash at the end. */
  readonly url: string;
  readonly sources: DemoSources;
  readonly reading: ReadingDependencies;
  readonly signal: AbortSignal;
}

const batchEvents = 400;
const batchBytes = 400_000;
const attempts = 30;

/**
 * Sends events as the outside world would: in the raw format of their source where it has one, through the public
 * ingestion API otherwise. Resolves when all are durable; sent again, they count once.
 */
export async function sendDemoEvents(
  target: EventTarget,
  items: readonly EventItem[],
): Promise<void> {
  const groups = new Map<SourceKind, EventItem[]>();
  for (const item of items) groups.set(item.source, [...(groups.get(item.source) ?? []), item]);
  const sent = await Promise.allSettled(
    [...groups].map(async ([kind, events]) => {
      const source = target.sources[kind];
      if (source === undefined) throw new TypeError(`The demo has no source of kind ${kind}`);
      await sendOfSource(target, kind, source, events);
    }),
  );
  for (const outcome of sent) if (outcome.status === "rejected") throw outcome.reason;
}

async function sendOfSource(
  target: EventTarget,
  kind: SourceKind,
  { writeKey, raw }: DemoSource,
  events: readonly EventItem[],
): Promise<void> {
  const format = raw && rawFormats[kind];
  const reported = format ? events.filter(format.reports) : [];
  if (raw && format && reported.length > 0) {
    const deliveries = format.write(reported, raw.settings);
    await takeDeliveries(target.workspace, raw.id, deliveries, target.reading);
  }
  const finished = format ? events.filter((item) => !format.reports(item)) : events;
  for (const batch of batchesOf(finished)) await sendBatch(target, writeKey, batch);
}

/** Bodies of requests that stay below the limits of the ingestion API. */
function batchesOf(events: readonly EventItem[]): readonly string[] {
  const batches: string[] = [];
  let texts: string[] = [];
  let bytes = 0;
  const close = (): void => {
    if (texts.length > 0) batches.push(`{"batch":[${texts.join(",")}]}`);
    texts = [];
    bytes = 0;
  };
  for (const { event } of events) {
    const text = JSON.stringify(event);
    const size = Buffer.byteLength(text);
    if (texts.length >= batchEvents || bytes + size > batchBytes) close();
    texts.push(text);
    bytes += size;
  }
  close();
  return batches;
}

async function sendBatch(target: EventTarget, key: string, body: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const answer = await fetch(`${target.url}/v1/batch`, {
      method: "POST",
      body,
      headers: {
        "content-type": "application/json",
        authorization: `Basic ${Buffer.from(`${key}:`).toString("base64")}`,
      },
      signal: target.signal,
    });
    const text = await answer.text();
    if (answer.ok) return;
    const isTemporary = answer.status === 429 || answer.status >= 500;
    if (!isTemporary || attempt === attempts) {
      throw new AppError("internal", `The ingestion API answered ${answer.status}: ${text}`);
    }
    const seconds = Number(answer.headers.get("retry-after")) || Math.min(5, 0.1 * 2 ** attempt);
    await wait(seconds * 1000, undefined, { signal: target.signal });
  }
}
