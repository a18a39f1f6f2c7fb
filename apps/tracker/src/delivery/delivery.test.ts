import { expect, it } from "vitest";
import type { TrackedEvent } from "./event.ts";
import { createEventQueue } from "./event-queue.ts";
import { createSender } from "./sender.ts";
import type { KeyValueStorage } from "./storage.ts";

function memoryStorage(): KeyValueStorage {
  const values = new Map<string, string>();
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
    keys: () => [...values.keys()],
  };
}

const event = (messageId: string, more: object = {}): TrackedEvent => ({
  type: "track",
  messageId,
  timestamp: "2026-11-22T10:00:00Z",
  ...more,
});
const ids = (events: readonly TrackedEvent[]) => events.map(({ messageId }) => messageId);

it("createEventQueue() keeps events until they are removed, and takes over those of closed tabs", () => {
  const storage = memoryStorage();
  let nowMs = 0;
  const first = createEventQueue(storage, "one", () => nowMs);
  first.add(event("a"));
  first.add(event("b"));
  const open = createEventQueue(storage, "two", () => nowMs);
  expect(open.next()).toEqual([]);
  nowMs = 61_000;
  const later = createEventQueue(storage, "three", () => nowMs);
  expect(ids(later.next())).toEqual(["a", "b"]);
  later.remove([event("a")]);
  expect(ids(createEventQueue(storage, "three", () => nowMs).next())).toEqual(["b"]);
});

it("createEventQueue() survives broken storage and bounds what it keeps and sends", () => {
  const storage = memoryStorage();
  storage.setItem("causeway.queue.x", "{broken");
  const queue = createEventQueue(storage, "one", () => 1e9);
  for (let index = 0; index < 400; index++) queue.add(event(`m${index}`));
  expect(queue.next()).toHaveLength(50);
  expect(ids(queue.next())[0]).toBe("m100");
  queue.clear();
  queue.add(event("large", { text: "x".repeat(40_000) }));
  queue.add(event("next", { text: "x".repeat(20_000) }));
  expect(ids(queue.next())).toEqual(["large"]);
});

interface Attempt {
  readonly status: number;
  readonly retryAfter?: string;
}

/** A sender whose timers are run by hand and whose server answers as told. */
function senderWith(attempts: readonly (Attempt | "offline")[]) {
  const queue = createEventQueue(memoryStorage(), "tab", () => 0);
  const timers: { readonly work: () => void; readonly delayMs: number }[] = [];
  const bodies: string[] = [];
  const answers = [...attempts];
  const sender = createSender({
    url: "https://crm.example/v1/b",
    writeKey: "key",
    queue,
    fetch: async (_url, init) => {
      bodies.push(String(init.body));
      const answer = answers.shift() ?? { status: 200 };
      if (answer === "offline") throw new TypeError("Failed to fetch");
      const headers = answer.retryAfter === undefined ? {} : { "retry-after": answer.retryAfter };
      return new Response(null, { status: answer.status, headers });
    },
    beacon: (_url, body) => bodies.push(body) > 0,
    setTimer: (work, delayMs) => timers.push({ work, delayMs }),
    clearTimer: () => undefined,
  });
  const tick = async (): Promise<number | undefined> => {
    const timer = timers.shift();
    timer?.work();
    await new Promise((resolve) => setTimeout(resolve));
    return timer?.delayMs;
  };
  return { queue, sender, tick, bodies };
}

it("createSender() gathers events, and keeps trying with growing pauses until they are taken", async () => {
  const { queue, sender, tick, bodies } = senderWith(["offline", { status: 503 }, { status: 200 }]);
  queue.add(event("a"));
  sender.schedule();
  queue.add(event("b"));
  sender.schedule();
  expect([await tick(), await tick(), await tick(), await tick()]).toEqual([
    200,
    1_000,
    2_000,
    undefined,
  ]);
  expect(bodies).toHaveLength(3);
  expect(JSON.parse(bodies[2] ?? "")).toMatchObject({
    writeKey: "key",
    batch: [{ messageId: "a" }, { messageId: "b" }],
  });
  expect(queue.next()).toEqual([]);
});

it("createSender() waits as long as the server asks, and drops what it can never take", async () => {
  const { queue, sender, tick } = senderWith([{ status: 429, retryAfter: "30" }, { status: 400 }]);
  queue.add(event("a"));
  sender.schedule();
  await tick();
  expect(ids(queue.next())).toEqual(["a"]);
  expect(await tick()).toBe(30_000);
  expect(queue.next()).toEqual([]);
});

it("createSender() keeps what it sent on exit, as nobody confirmed it", () => {
  const { queue, sender, bodies } = senderWith([]);
  queue.add(event("a"));
  sender.flushOnExit();
  expect(bodies).toHaveLength(1);
  expect(ids(queue.next())).toEqual(["a"]);
});
