import type { EventQueue } from "./event-queue.ts";

/** Brings queued events to the server until it has acknowledged them. */
export interface Sender {
  /** Sends soon, several events together. */
  schedule(): void;
  /** The page may close: sends what it can without waiting for an answer. */
  flushOnExit(): void;
  stop(): void;
}

export interface SenderOptions {
  /** Address of `/v1/b`. */
  readonly url: string;
  readonly writeKey: string;
  readonly queue: EventQueue;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly beacon: (url: string, body: string) => boolean;
  readonly setTimer: (work: () => void, delayMs: number) => number;
  readonly clearTimer: (timer: number) => void;
}

const gatherMs = 200;
const firstPauseMs = 1_000;
const longestPauseMs = 60_000;

export function createSender(options: SenderOptions): Sender {
  const { url, writeKey, queue } = options;
  let timer: number | undefined;
  let sending = false;
  let stopped = false;
  let pauseMs = firstPauseMs;

  const later = (delayMs: number): void => {
    if (stopped || timer !== undefined) return;
    timer = options.setTimer(() => {
      timer = undefined;
      void send();
    }, delayMs);
  };

  const send = async (): Promise<void> => {
    const batch = queue.next();
    if (sending || stopped || batch.length === 0) return;
    sending = true;
    const waitMs = await deliver(bodyOf(batch));
    sending = false;
    if (waitMs === null) {
      queue.remove(batch);
      pauseMs = firstPauseMs;
      if (queue.next().length > 0) later(0);
      return;
    }
    later(Math.max(waitMs, pauseMs));
    pauseMs = Math.min(longestPauseMs, pauseMs * 2);
  };

  /** Null when the server has taken the events or never will; else how long it asks to wait. */
  const deliver = async (body: string): Promise<number | null> => {
    try {
      // As plain text a request to another origin needs no preflight; the key travels in the body.
      const response = await options.fetch(url, {
        method: "POST",
        body,
        headers: { "content-type": "text/plain" },
        credentials: "omit",
        keepalive: true,
      });
      const isTemporary = response.status === 429 || response.status >= 500;
      return isTemporary ? Number(response.headers.get("retry-after") ?? 0) * 1_000 || 0 : null;
    } catch {
      return 0;
    }
  };

  const bodyOf = (batch: readonly unknown[]) =>
    JSON.stringify({ writeKey, batch, sentAt: new Date().toISOString() });

  return {
    schedule: () => later(gatherMs),
    flushOnExit() {
      const batch = queue.next();
      // What the browser accepts may still fail; it stays queued, and the server knows what it has seen.
      if (!stopped && batch.length > 0) options.beacon(url, bodyOf(batch));
    },
    stop() {
      stopped = true;
      if (timer !== undefined) options.clearTimer(timer);
    },
  };
}
