import {
  type Database,
  type WorkspaceTransaction,
  withLibraryRole,
} from "@causeway/platform-database";
import { type SendOptions as BossOptions, fromKysely, PgBoss } from "pg-boss";
import type { Queue, QueueSettings } from "./queue.ts";

export interface Job<Data> {
  readonly id: string;
  readonly data: Data;
  /**
   * Aborted when the job expires, and when the server begins to stop: a long handler that can go on later throws
   * then, and its job is taken up again after the start; a short one just finishes.
   */
  readonly signal: AbortSignal;
}

export interface SendOptions {
  /** See `Queue.policy`. */
  readonly singletonKey?: string;
  readonly startAfter?: Date;
}

export interface WorkOptions {
  /** Jobs of this queue at the same time in this process; 1 unless given. */
  readonly concurrency?: number;
}

export interface JobsLog {
  error(details: object, message: string): void;
  warn(details: object, message: string): void;
}

/** Work that outlives a request: at least once, surviving crashes. */
export interface Jobs {
  /** Enqueues in the caller's transaction: the job exists if and only if that commits. */
  send<Data extends object>(
    trx: WorkspaceTransaction,
    queue: Queue<Data>,
    data: Data,
    options?: SendOptions,
  ): Promise<void>;
  /** Declares who works a queue off; before `start`. A handler that throws is tried again by the queue's rules. */
  work<Data extends object>(
    queue: Queue<Data>,
    handler: (job: Job<Data>) => Promise<void>,
    options?: WorkOptions,
  ): void;
  /** Sends `data` at every time of the cron expression (UTC); before `start`. */
  schedule<Data extends object>(queue: Queue<Data>, cron: string, data: Data): void;
  /** Makes the queues and begins to work them off. */
  start(): Promise<void>;
  /** Takes no new job, aborts the signals of the running ones and waits for them up to `timeoutMs`. */
  stop(timeoutMs?: number): Promise<void>;
}

export interface JobsOptions {
  readonly database: Pick<Database, "libraryPool" | "listen">;
  readonly queues: readonly QueueSettings[];
  readonly log: JobsLog;
  /** False for a process that only sends, such as a command beside a running server; true unless given. */
  readonly works?: boolean;
}

/** A worker that stops beating is taken for dead after this long, and its job is tried again. */
const heartbeatSeconds = 20;
const superviseSeconds = 15;
/** However often a job was cut off, it goes on soon after the trouble is over. */
const longestRetryDelaySeconds = 60;
const pollSeconds = 1;

export function createJobs({ database, queues, log, works = true }: JobsOptions): Jobs {
  const boss = new PgBoss({
    db: bossDatabase(database),
    schema: "jobs",
    createSchema: false,
    useListenNotify: works,
    supervise: works,
    schedule: works,
    superviseIntervalSeconds: superviseSeconds,
    openTelemetry: { enabled: false },
  });
  boss.on("error", (error) => log.error({ err: error }, "jobs"));
  boss.on("warning", (warning) => log.warn({ warning }, "jobs"));
  const stopping = new AbortController();
  const begin: (() => Promise<void>)[] = [];
  const known = new Set(queues.map(({ name }) => name));
  const requireKnown = (name: string) => {
    if (!known.has(name)) throw new TypeError(`The queue "${name}" was not given to createJobs()`);
  };

  return {
    async send(trx, queue, data, options = {}) {
      requireKnown(queue.name);
      const payload = queue.schema.parse(data);
      await withLibraryRole(trx, "jobs", () =>
        boss.send(queue.name, payload, { ...bossOptions(options), db: fromKysely(trx) }),
      );
    },
    work(queue, handler, { concurrency = 1 } = {}) {
      requireKnown(queue.name);
      if (!works) return;
      begin.push(async () => {
        const options = {
          localConcurrency: concurrency,
          batchSize: 1,
          // Notifications wake workers for new jobs; those put off and those tried again are found by looking.
          pollingIntervalSeconds: pollSeconds,
          notifyPollingIntervalSeconds: pollSeconds,
        } as const;
        await boss.work<unknown>(queue.name, options, async ([job]) => {
          if (!job) return;
          const { id } = job;
          const signal = AbortSignal.any([job.signal, stopping.signal]);
          try {
            await handler({ id, signal, data: queue.schema.parse(job.data) });
          } catch (error) {
            const details = { err: error, queue: queue.name, job: id };
            if (!stopping.signal.aborted) log.error(details, "job failed");
            throw error;
          }
        });
      });
    },
    schedule(queue, cron, data) {
      requireKnown(queue.name);
      if (!works) return;
      const payload = queue.schema.parse(data);
      begin.push(() => boss.schedule(queue.name, cron, payload, { tz: "UTC" }));
    },
    async start() {
      await boss.start();
      for (const queue of queues) await makeQueue(boss, queue);
      for (const step of begin) await step();
    },
    stop(timeoutMs = 10_000) {
      stopping.abort();
      return boss.stop({ graceful: true, close: false, timeout: Math.max(1_000, timeoutMs) });
    },
  };
}

function bossOptions({ singletonKey, startAfter }: SendOptions): BossOptions {
  return { ...(singletonKey && { singletonKey }), ...(startAfter && { startAfter }) };
}

async function makeQueue(boss: PgBoss, queue: QueueSettings): Promise<void> {
  const settings = {
    retryLimit: queue.retryLimit ?? 3,
    retryDelay: queue.retryDelaySeconds ?? 2,
    retryBackoff: true,
    retryDelayMax: longestRetryDelaySeconds,
    expireInSeconds: queue.expireInSeconds ?? 900,
    heartbeatSeconds,
    notify: true,
  };
  const found = await boss.getQueue(queue.name);
  if (found) await boss.updateQueue(queue.name, settings);
  else await boss.createQueue(queue.name, { ...settings, policy: queue.policy ?? "standard" });
}

type BossDatabase = ReturnType<typeof fromKysely>;

/** pg-boss on the pool and the notifications of `platform/database`. */
function bossDatabase(database: JobsOptions["database"]): BossDatabase {
  const pool = database.libraryPool("jobs");
  return {
    executeSql: async (text, values) => {
      const result = await pool.query(text, values);
      // A text of several statements answers with a list; pg-boss reads the rows of all of them.
      const results = Array.isArray(result) ? result : [result];
      return { rows: results.flatMap(({ rows }) => rows) };
    },
    listen: async (channel, onNotification, onReconnect) => {
      const stop = await database.listen(channel, (payload) =>
        payload === "" ? onReconnect() : onNotification(payload),
      );
      return { close: stop };
    },
  };
}
