import { setTimeout as pause } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import { callApi } from "../lists/call-api.ts";

/** What the asking thread is told. */
export interface AskTask {
  readonly base: string;
  readonly key: string;
  readonly workspace: string;
}

const { base, key, workspace } = workerData as AskTask;
const api = `/api/w/${workspace}`;
const asks: readonly (() => Promise<unknown>)[] = [
  () => callApi(base, key, `${api}/records/deal/query`, { limit: 50 }),
  () => callApi(base, key, `${api}/records/contact/query`, { limit: 50 }),
  () => callApi(base, key, `${api}/predictions`),
  () => callApi(base, key, `${api}/records/contact`, { values: { name: "Bench" } }),
];
const tookMs: number[] = [];
let isOver = false;
parentPort?.once("message", () => {
  isOver = true;
});

/** Four people, each with a request about every fifth of a second. */
async function work(person: number): Promise<void> {
  for (let turn = person; !isOver; turn++) {
    const startedAt = performance.now();
    await asks[turn % asks.length]?.();
    tookMs.push(performance.now() - startedAt);
    await pause(200);
  }
}

await Promise.all([0, 1, 2, 3].map(work));
parentPort?.postMessage(tookMs);
