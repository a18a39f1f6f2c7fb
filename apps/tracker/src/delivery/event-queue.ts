import type { TrackedEvent } from "./event.ts";
import type { KeyValueStorage } from "./storage.ts";

/** Events that were not acknowledged yet; they outlive the page. */
export interface EventQueue {
  add(event: TrackedEvent): void;
  /** The oldest, as many as fit into one request. */
  next(): readonly TrackedEvent[];
  remove(sent: readonly TrackedEvent[]): void;
  clear(): void;
}

const prefix = "causeway.queue.";
const mostEvents = 300;
const batchEvents = 50;
/** Below the 64 KB that a browser lets a closing page send. */
const batchCharacters = 50_000;
/** A tab that has not touched its queue for so long is closed. */
const abandonedMs = 60_000;

interface Stored {
  readonly at: number;
  readonly events: readonly TrackedEvent[];
}

/**
 * Each tab has a queue of its own, so that tabs never overwrite each other; queues of closed tabs are taken over. Two tabs
 * may take over the same: the server knows an event by its messageId.
 */
export function createEventQueue(
  storage: KeyValueStorage,
  tab: string,
  now: () => number,
): EventQueue {
  const key = prefix + tab;
  let events = [...adoptAbandoned(storage, key, now())];
  const save = () => {
    if (events.length === 0) storage.removeItem(key);
    else storage.setItem(key, JSON.stringify({ at: now(), events }));
  };
  save();
  return {
    add(event) {
      events = [...events, event].slice(-mostEvents);
      save();
    },
    next() {
      let characters = 0;
      return events.slice(0, batchEvents).filter((event, index) => {
        characters += JSON.stringify(event).length;
        return index === 0 || characters <= batchCharacters;
      });
    },
    remove(sent) {
      const ids = new Set(sent.map((event) => event.messageId));
      events = events.filter((event) => !ids.has(event.messageId));
      save();
    },
    clear() {
      events = [];
      save();
    },
  };
}

function adoptAbandoned(
  storage: KeyValueStorage,
  ownKey: string,
  nowMs: number,
): readonly TrackedEvent[] {
  return storage.keys().flatMap((key) => {
    if (!key.startsWith(prefix)) return [];
    const stored = parse(storage.getItem(key));
    if (stored === null || (key !== ownKey && nowMs - stored.at < abandonedMs)) return [];
    storage.removeItem(key);
    return stored.events;
  });
}

function parse(text: string | null): Stored | null {
  try {
    const stored = JSON.parse(text ?? "null") as Stored | null;
    return Array.isArray(stored?.events) ? stored : null;
  } catch {
    return null;
  }
}
