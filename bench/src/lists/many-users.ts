import { monitorEventLoopDelay } from "node:perf_hooks";
import { Worker } from "node:worker_threads";
import { cpuTime } from "./cpu-time.ts";
import { summary, type Timing } from "./measure.ts";
import type { Million } from "./open-million.ts";
import type { Known } from "./questions.ts";

/** What each thread of users is told. */
export interface UsersTask {
  readonly base: string;
  readonly key: string;
  readonly workspace: string;
  readonly known: Known;
  readonly count: number;
  readonly seconds: number;
}

export interface KindTiming {
  readonly kind: string;
  readonly requests: number;
  readonly timing: Timing;
}

/** What may hold requests up: connections, the server's one thread, processors. */
export interface Limits {
  readonly "connections busy, mean": number;
  readonly "waiting for one, mean": number;
  readonly "waiting for one, most": number;
  readonly "loop late p95 ms": number;
  readonly "Node processors": number;
  readonly "PostgreSQL processors": number;
}

const everyMs = 10;

/** People at work, in a thread of their own so that their waiting is not the server's. */
export async function measureUsers(
  { server, workspace, key }: Million,
  known: Known,
  { count, seconds }: { readonly count: number; readonly seconds: number },
): Promise<{ readonly kinds: readonly KindTiming[]; readonly limits: Limits }> {
  const task: UsersTask = { base: server.url, key, workspace: workspace.id, known, count, seconds };
  const before = await cpuTime(workspace);
  const startedAt = performance.now();
  const delay = monitorEventLoopDelay({ resolution: everyMs });
  delay.enable();
  const seen: { busy: number; waiting: number }[] = [];
  const watch = setInterval(() => seen.push(server.database.connections()), everyMs);
  const worker = new Worker(new URL("users-thread.ts", import.meta.url), { workerData: task });
  const took = await new Promise<Record<string, number[]>>((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
  }).finally(() => clearInterval(watch));
  delay.disable();
  const elapsedMs = performance.now() - startedAt;
  const after = await cpuTime(workspace);
  const share = (used: number | undefined) => round((used ?? Number.NaN) / elapsedMs);
  const kinds = Object.entries(took).map(([kind, tookMs]) => ({
    kind,
    requests: tookMs.length,
    timing: summary(tookMs),
  }));
  const mean = (read: (each: (typeof seen)[number]) => number) =>
    round(seen.reduce((sum, each) => sum + read(each), 0) / Math.max(1, seen.length));
  const limits = {
    "connections busy, mean": mean(({ busy }) => busy),
    "waiting for one, mean": mean(({ waiting }) => waiting),
    "waiting for one, most": Math.max(0, ...seen.map(({ waiting }) => waiting)),
    // The sampling itself waits so long between two looks.
    "loop late p95 ms": round(Math.max(0, delay.percentile(95) / 1e6 - everyMs)),
    "Node processors": share(before && after ? after.nodeMs - before.nodeMs : undefined),
    "PostgreSQL processors": share(
      before && after ? after.databaseMs - before.databaseMs : undefined,
    ),
  };
  return { kinds, limits };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
