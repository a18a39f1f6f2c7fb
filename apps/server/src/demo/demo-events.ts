import { setTimeout as wait } from "node:timers/promises";
import type { EventItem, SourceKind } from "@causeway/engine-simulation";
import { AppError } from "@causeway/kernel";

/** Write key of every source of the demo company. */
export type WriteKeys = Readonly<Partial<Record<SourceKind, string>>>;

export interface EventTarget {
  /** Where this server answers, without a slash at the end. */
  readonly url: string;
  readonly keys: WriteKeys;
  readonly signal: AbortSignal;
}

const batchEvents = 400;
const batchBytes = 400_000;
const attempts = 30;

/** Sends events through the public ingestion API, batch by batch, and resolves when all are acknowledged. */
export async function sendDemoEvents(
  target: EventTarget,
  items: readonly EventItem[],
): Promise<void> {
  const sources = new Map<SourceKind, EventItem[]>();
  for (const item of items) {
    sources.set(item.source, [...(sources.get(item.source) ?? []), item]);
  }
  await Promise.all(
    [...sources].map(async ([source, events]) => {
      const key = target.keys[source];
      if (key === undefined) throw new TypeError(`The demo has no source of kind ${source}`);
      for (const batch of batchesOf(events)) await sendBatch(target, key, batch);
    }),
  );
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
