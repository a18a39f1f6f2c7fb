import { newId } from "@causeway/kernel";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { createTestDatabase, type TestDatabase } from "@causeway/platform-database/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  type Channel,
  createOutbox,
  type Delivery,
  type JobsTables,
  jobsMigrations,
} from "../src/index.ts";
import { Crash, dyingWorkspace } from "./crash.ts";

let test: TestDatabase;
let workspace: WorkspaceDatabase;

beforeAll(async () => {
  test = await createTestDatabase({ modules: [jobsMigrations] });
  workspace = await test.workspace();
});
afterAll(() => test.close());

const minuteMs = 60_000;

/** An outbox with one channel that counts what really left, a clock to move, and the jobs it would have enqueued. */
function setUp(answer: () => Promise<Delivery> = async () => ({ kind: "sent" })) {
  const left: string[] = [];
  let nowMs = Date.parse("2026-03-01T09:00:00Z");
  let queued = 0;
  const channel: Channel = {
    name: "mail",
    send: async (message) => {
      const delivery = await answer();
      if (delivery.kind === "sent") left.push(message.idempotencyKey);
      return delivery;
    },
  };
  const outboxIn = (database: WorkspaceDatabase) =>
    createOutbox({
      jobs: {
        send: async () => {
          queued += 1;
        },
      },
      workspace: async () => database,
      channels: [channel],
      clock: () => new Date(nowMs),
    });
  const outbox = outboxIn(workspace);
  const enqueue = (idempotencyKey: string = newId(), channelName = "mail") =>
    workspace.transaction((trx) =>
      outbox.enqueue(trx, workspace.id, {
        channel: channelName,
        recipient: "li@example.com",
        idempotencyKey,
        payload: { subject: "Hello" },
      }),
    );
  return {
    outbox,
    outboxIn,
    enqueue,
    left,
    queuedJobs: () => queued,
    pass: (ms: number) => {
      nowMs += ms;
    },
  };
}

async function rowOf(id: string) {
  return workspace.transaction((trx) =>
    trx
      .$extendTables<JobsTables>()
      .selectFrom("outbox")
      .select(["state", "attempts", "detail"])
      .where("id", "=", id)
      .executeTakeFirstOrThrow(),
  );
}

it("Outbox.deliver() sends a message once, however often it is called", async () => {
  const { outbox, enqueue, left } = setUp();
  const { id } = await enqueue("once");
  await Promise.all([1, 2, 3].map(() => outbox.deliver(workspace.id, id)));
  await outbox.deliver(workspace.id, id);
  expect(left).toEqual(["once"]);
  expect(await rowOf(id)).toMatchObject({ state: "sent", attempts: 1 });
});

it("Outbox.enqueue() knows a message by its idempotency key", async () => {
  const { enqueue, queuedJobs } = setUp();
  const key = newId();
  const [first, second] = [await enqueue(key), await enqueue(key)];
  expect(second).toEqual({ id: first.id, isNew: false });
  expect(queuedJobs()).toBe(1);
});

const deaths = [
  { transaction: 1, when: "before", expected: "sent", sends: 1 },
  { transaction: 1, when: "after", expected: "uncertain", sends: 0 },
  { transaction: 2, when: "before", expected: "uncertain", sends: 1 },
  { transaction: 2, when: "after", expected: "sent", sends: 1 },
] as const;

it.each(deaths)(
  "Outbox.deliver() never sends twice or loses a message when the process dies $when transaction $transaction",
  async ({ expected, sends, ...death }) => {
    const { outbox, outboxIn, enqueue, left, pass } = setUp();
    const { id } = await enqueue();
    const dying = outboxIn(dyingWorkspace(workspace, death)).deliver(workspace.id, id);
    await expect(dying).rejects.toThrow(Crash);
    await outbox.deliver(workspace.id, id);
    pass(2 * minuteMs);
    await outbox.deliver(workspace.id, id);
    expect(await rowOf(id)).toMatchObject({ state: expected });
    expect(left).toHaveLength(sends);
  },
);

it("Outbox.deliver() leaves an attempt alone that may still be under way", async () => {
  const { outbox, outboxIn, enqueue, pass } = setUp();
  const { id } = await enqueue();
  const death = { transaction: 2, when: "before" } as const;
  await expect(
    outboxIn(dyingWorkspace(workspace, death)).deliver(workspace.id, id),
  ).rejects.toThrow(Crash);
  pass(minuteMs);
  await outbox.sweep(workspace.id);
  expect(await rowOf(id)).toMatchObject({ state: "sending" });
  pass(minuteMs);
  await outbox.sweep(workspace.id);
  expect(await rowOf(id)).toMatchObject({ state: "uncertain" });
});

it("Outbox.deliver() makes a message uncertain when the channel cannot tell", async () => {
  const { outbox, enqueue } = setUp(async () => {
    throw new Error("connection lost after DATA");
  });
  const { id } = await enqueue();
  await outbox.deliver(workspace.id, id);
  expect(await rowOf(id)).toMatchObject({
    state: "uncertain",
    detail: "Error: connection lost after DATA",
  });
});

it("Outbox.deliver() tries later what certainly was not sent, and gives up in the end", async () => {
  const { outbox, enqueue, queuedJobs, pass, left } = setUp(async () => ({
    kind: "later",
    detail: "server busy",
  }));
  const { id } = await enqueue();
  await outbox.deliver(workspace.id, id);
  expect(await rowOf(id)).toMatchObject({ state: "pending", attempts: 1 });
  expect(queuedJobs()).toBe(2);
  await outbox.deliver(workspace.id, id);
  expect(await rowOf(id)).toMatchObject({ attempts: 1 });
  for (let attempt = 2; attempt <= 8; attempt++) {
    pass(24 * 60 * minuteMs);
    await outbox.deliver(workspace.id, id);
  }
  expect(await rowOf(id)).toMatchObject({ state: "failed", attempts: 8, detail: "server busy" });
  expect(left).toEqual([]);
});

it("Outbox.deliver() fails a message of a channel that is not there", async () => {
  const { outbox, enqueue } = setUp();
  const { id } = await enqueue(newId(), "pigeon");
  await outbox.deliver(workspace.id, id);
  expect(await rowOf(id)).toMatchObject({ state: "failed" });
});

it("Outbox.decide() lets a person settle an attempt whose end is unknown, once", async () => {
  let works = false;
  const { outbox, enqueue, left } = setUp(async () => {
    if (!works) throw new Error("unknown end");
    return { kind: "sent" };
  });
  const decide = (id: string, decision: "was-sent" | "send-again" | "cancel") =>
    workspace.transaction((trx) => outbox.decide(trx, workspace.id, id, decision));
  const { id } = await enqueue();
  await outbox.deliver(workspace.id, id);
  await outbox.deliver(workspace.id, id);
  expect(await rowOf(id)).toMatchObject({ state: "uncertain", attempts: 1 });
  works = true;
  await decide(id, "send-again");
  await outbox.deliver(workspace.id, id);
  expect(await rowOf(id)).toMatchObject({ state: "sent" });
  expect(left).toHaveLength(1);
  await expect(decide(id, "was-sent")).rejects.toMatchObject({ code: "conflict" });
});

it("Outbox.sweep() takes up messages that nobody came for", async () => {
  const { outbox, enqueue, queuedJobs, pass } = setUp();
  await enqueue();
  const before = queuedJobs();
  await outbox.sweep(workspace.id);
  expect(queuedJobs()).toBe(before);
  pass(5 * minuteMs);
  await outbox.sweep(workspace.id);
  expect(queuedJobs()).toBeGreaterThan(before);
});
