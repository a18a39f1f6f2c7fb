import type { LiveMessage } from "@causeway/platform-contract";

/** Beginning of the keys of everything that belongs to one topic of one workspace. */
export type TopicKey = readonly ["w", string, LiveMessage["topic"]];

const topics = ["records", "touchpoints", "scores", "agents", "imports", "demo"] as const;

function isTopic(value: unknown): value is LiveMessage["topic"] {
  return topics.some((topic) => topic === value);
}

/** Topics that a change of one makes stale too: a task of an agent is a record, and whether it is open is the state of a run. */
const follows: Readonly<Record<LiveMessage["topic"], readonly LiveMessage["topic"][]>> = {
  records: ["records", "agents"],
  touchpoints: ["touchpoints"],
  scores: ["scores"],
  agents: ["agents", "records"],
  imports: ["imports"],
  demo: ["demo", "records", "touchpoints", "scores", "agents"],
};

/** The keys that one message of the live stream makes stale; none where it cannot be read. */
export function staleKeys(workspace: string, data: string): readonly TopicKey[] {
  let message: unknown;
  try {
    message = JSON.parse(data);
  } catch {
    return [];
  }
  const topic: unknown =
    typeof message === "object" && message !== null && Reflect.get(message, "topic");
  return isTopic(topic) ? follows[topic].map((each) => ["w", workspace, each] as const) : [];
}

/** The keys of everything that the live stream speaks of: what may be stale after a time without it. */
export function allKeys(workspace: string): readonly TopicKey[] {
  return topics.map((topic) => ["w", workspace, topic] as const);
}

/**
 * Collects keys and hands each over at most once in `everyMs`: a stream of a thousand events asks
 * a page to refresh a few times, not a thousand.
 */
export function createThrottle(
  everyMs: number,
  flush: (keys: readonly TopicKey[]) => void,
  later: (run: () => void, ms: number) => void,
): (keys: readonly TopicKey[]) => void {
  const waiting = new Map<string, TopicKey>();
  let planned = false;
  return (keys) => {
    for (const key of keys) waiting.set(key.join(" "), key);
    if (planned || waiting.size === 0) return;
    planned = true;
    later(() => {
      planned = false;
      const batch = [...waiting.values()];
      waiting.clear();
      flush(batch);
    }, everyMs);
  };
}
