import type { WorkspaceDatabase } from "@causeway/platform-database";
import { createTestDatabase, type TestDatabase } from "@causeway/platform-database/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import {
  createJobs,
  defineQueue,
  type Jobs,
  type Queue,
  type QueueSettings,
} from "../src/index.ts";

const log = { error: () => undefined, warn: () => undefined };
let test: TestDatabase;
let workspace: WorkspaceDatabase;

beforeAll(async () => {
  test = await createTestDatabase({ modules: [] });
  workspace = await test.workspace();
});
afterAll(() => test.close());

function deferred<T>() {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

function queueOf(name: string, extra: Partial<Queue<{ text: string }>> = {}) {
  return defineQueue({
    name,
    schema: z.object({ text: z.string() }),
    retryDelaySeconds: 0,
    ...extra,
  });
}

async function withJobs<T>(queue: QueueSettings, use: (jobs: Jobs) => Promise<T>): Promise<T> {
  const jobs = createJobs({ database: test.database, queues: [queue], log });
  try {
    return await use(jobs);
  } finally {
    await jobs.stop(2_000);
  }
}

it("Jobs.send() makes a job exactly when the caller's transaction commits", async () => {
  const queue = queueOf("letters");
  await withJobs(queue, async (jobs) => {
    const done = deferred<string>();
    jobs.work(queue, async ({ data }) => done.resolve(data.text));
    await jobs.start();
    const rolledBack = workspace.transaction(async (trx) => {
      await jobs.send(trx, queue, { text: "rolled back" });
      throw new Error("no");
    });
    await expect(rolledBack).rejects.toThrow("no");
    await workspace.transaction((trx) => jobs.send(trx, queue, { text: "committed" }));
    expect(await done.promise).toBe("committed");
  });
});

it("Jobs.send() leaves the transaction under the workspace's own role", async () => {
  const queue = queueOf("roles");
  await withJobs(queue, async (jobs) => {
    await jobs.start();
    await workspace.transaction(async (trx) => {
      const role = () =>
        trx
          .selectNoFrom((expression) => expression.fn<string>("current_schema").as("schema"))
          .executeTakeFirstOrThrow();
      const before = await role();
      await jobs.send(trx, queue, { text: "a" });
      expect(await role()).toEqual(before);
    });
  });
});

it("Jobs.work() tries a handler that throws again", async () => {
  const queue = queueOf("retries", { retryLimit: 2 });
  await withJobs(queue, async (jobs) => {
    let attempts = 0;
    const done = deferred<number>();
    jobs.work(queue, async () => {
      attempts += 1;
      if (attempts < 2) throw new Error("not yet");
      done.resolve(attempts);
    });
    await jobs.start();
    await workspace.transaction((trx) => jobs.send(trx, queue, { text: "again" }));
    expect(await done.promise).toBe(2);
  });
});

it("Jobs.send() refuses a payload that is not its queue's, and a queue nobody made", async () => {
  const queue = queueOf("strict");
  await withJobs(queue, async (jobs) => {
    await jobs.start();
    const wrong = { text: 1 } as unknown as { text: string };
    await expect(workspace.transaction((trx) => jobs.send(trx, queue, wrong))).rejects.toThrow(
      z.ZodError,
    );
    const other = queueOf("other");
    await expect(
      workspace.transaction((trx) => jobs.send(trx, other, { text: "" })),
    ).rejects.toThrow(/was not given/);
  });
});

it("Jobs.send() with an exclusive queue keeps one job per key", async () => {
  const queue = queueOf("exclusive", { policy: "exclusive" });
  await withJobs(queue, async (jobs) => {
    const seen: string[] = [];
    const done = deferred<void>();
    jobs.work(queue, async ({ data }) => {
      seen.push(data.text);
      if (data.text === "last") done.resolve();
    });
    await jobs.start();
    await workspace.transaction(async (trx) => {
      await jobs.send(trx, queue, { text: "first" }, { singletonKey: "a" });
      await jobs.send(trx, queue, { text: "second" }, { singletonKey: "a" });
    });
    await workspace.transaction((trx) =>
      jobs.send(trx, queue, { text: "last" }, { singletonKey: "b" }),
    );
    await done.promise;
    expect(seen).toEqual(["first", "last"]);
  });
});

it("Jobs.stop() waits for the running job", async () => {
  const queue = queueOf("slow");
  const events: string[] = [];
  const started = deferred<void>();
  const release = deferred<void>();
  await withJobs(queue, async (jobs) => {
    jobs.work(queue, async () => {
      started.resolve();
      await release.promise;
      events.push("job done");
    });
    await jobs.start();
    await workspace.transaction((trx) => jobs.send(trx, queue, { text: "" }));
    await started.promise;
    const stopped = jobs.stop(5_000).then(() => events.push("stopped"));
    release.resolve();
    await stopped;
  });
  expect(events).toEqual(["job done", "stopped"]);
});

it("Jobs.stop() aborts the signal of a long job, which is taken up again by the next start", async () => {
  const queue = queueOf("long");
  const started = deferred<void>();
  await withJobs(queue, async (jobs) => {
    jobs.work(queue, async ({ signal }) => {
      started.resolve();
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      signal.throwIfAborted();
    });
    await jobs.start();
    await workspace.transaction((trx) => jobs.send(trx, queue, { text: "later" }));
    await started.promise;
  });
  await withJobs(queue, async (jobs) => {
    const done = deferred<string>();
    jobs.work(queue, async ({ data }) => done.resolve(data.text));
    await jobs.start();
    expect(await done.promise).toBe("later");
  });
});
