import type { z } from "zod";

/** How jobs of one kind are kept. Queues are made when the server starts. */
export interface QueueSettings {
  readonly name: string;
  /** Attempts after the first; 3 unless given. The pause doubles, beginning with `retryDelaySeconds`. */
  readonly retryLimit?: number;
  /** 2 unless given. */
  readonly retryDelaySeconds?: number;
  /** A handler that runs longer is taken for dead; 15 minutes unless given. */
  readonly expireInSeconds?: number;
  /** With `singletonKey`: `exclusive` keeps one job queued or running per key, `short` one queued. */
  readonly policy?: "standard" | "short" | "singleton" | "stately" | "exclusive";
}

export interface Queue<Data extends object> extends QueueSettings {
  /** Payloads are parsed when they are sent and again when they are worked off. */
  readonly schema: z.ZodType<Data>;
}

/** Declares a queue; throws TypeError for a name that PostgreSQL or a person would stumble over. */
export function defineQueue<Data extends object>(queue: Queue<Data>): Queue<Data> {
  if (!/^[a-z][a-z0-9-]{0,49}$/.test(queue.name)) {
    throw new TypeError(`The queue name "${queue.name}" must be of a–z, 0–9 and -`);
  }
  return queue;
}
