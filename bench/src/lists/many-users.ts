import { Worker } from "node:worker_threads";
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

/** People at work, in a thread of their own so that their waiting is not the server's. */
export async function measureUsers(
  { server, workspace, key }: Million,
  known: Known,
  { count, seconds }: { readonly count: number; readonly seconds: number },
): Promise<readonly KindTiming[]> {
  const task: UsersTask = { base: server.url, key, workspace: workspace.id, known, count, seconds };
  const worker = new Worker(new URL("users-thread.ts", import.meta.url), { workerData: task });
  const took = await new Promise<Record<string, number[]>>((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
  });
  return Object.entries(took).map(([kind, tookMs]) => ({
    kind,
    requests: tookMs.length,
    timing: summary(tookMs),
  }));
}
