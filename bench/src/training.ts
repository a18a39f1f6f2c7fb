import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { seededRandom } from "@causeway/kernel";
import { createRecords, updateRecord } from "@causeway/module-records";
import type { PredictionState } from "@causeway/platform-contract";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { callApi } from "./lists/call-api.ts";
import { openMillion } from "./lists/open-million.ts";
import type { AskTask } from "./training/ask-thread.ts";

// How long people wait for the API while a prediction is trained: p50, p99 and the longest, before and meanwhile; and how
// long the thread that serves them computes in one go, which holds on a machine with other work too.
// node bench/src/training.ts [--deals 6000] [--prediction win-probability]

const { values } = parseArgs({
  options: {
    deals: { type: "string", default: "6000" },
    prediction: { type: "string", default: "win-probability" },
  },
});
const dayMs = 86_400_000;
const actor = { kind: "import", id: "bench" } as const;
const quietMs = 8_000;

const folder = mkdtempSync(join(tmpdir(), "causeway-bench-training-"));
const million = await openMillion(folder, { contacts: 1_000, pages: false, say: () => undefined });
const { server, workspace, key } = million;
const path = `/api/w/${workspace.id}/predictions/${values.prediction}`;
const state = async () => (await callApi(server.url, key, path)) as PredictionState;
try {
  await addDeals(workspace, Number(values.deals));
  const before = await watched(() => askWhile(() => pause(quietMs)));
  const startedAt = performance.now();
  const training = async () => {
    const held = (await state()).latest?.version ?? 0;
    await callApi(server.url, key, `${path}/train`, {});
    while (((await state()).latest?.version ?? 0) === held) await pause(500);
  };
  const during = await watched(() => askWhile(training));
  const seconds = (performance.now() - startedAt) / 1000;
  const { latest } = await state();
  console.table([
    { when: "before", ...summary(before) },
    { when: `while ${values.prediction} is trained`, ...summary(during) },
  ]);
  console.log(
    `trained on ${latest?.rows} records in ${seconds.toFixed(1)} s: ${latest?.verdict} (target: p99 below 100 ms meanwhile)`,
  );
  process.exitCode = at(during.tookMs, 0.99) < 100 ? 0 : 1;
} finally {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
}

/** Deals of two years with a change of stage and an end each; the larger ones are won more often. */
async function addDeals(to: WorkspaceDatabase, count: number): Promise<void> {
  const random = seededRandom(1);
  for (let from = 0; from < count; from += 500) {
    const drafts = Array.from({ length: Math.min(500, count - from) }, () => {
      const created = Date.now() - (60 + 670 * random()) * dayMs;
      const amount = Math.round(10_000 + 90_000 * random());
      return { created, amount, isWon: random() < amount / 120_000 };
    });
    await to.transaction(async (trx) => {
      const deals = await createRecords(trx, {
        object: "deal",
        actor,
        records: drafts.map(({ created, amount }, place) => ({
          values: { name: `Ended ${from + place}`, stage: "discovery", amount },
          occurredAt: new Date(created),
        })),
      });
      for (const [place, { created, isWon }] of drafts.entries()) {
        const id = deals[place]?.id ?? "";
        const change = (stage: string, days: number) =>
          updateRecord(trx, {
            ...{ object: "deal", id, actor, values: { stage } },
            occurredAt: new Date(created + days * dayMs),
          });
        await change("solution", 10);
        await change(isWon ? "won" : "lost", 40);
      }
    });
  }
}

/** Times of requests that a thread of people makes while something is done. */
async function askWhile(work: () => Promise<unknown>): Promise<readonly number[]> {
  const task: AskTask = { base: server.url, key, workspace: workspace.id };
  const thread = new Worker(new URL("training/ask-thread.ts", import.meta.url), {
    workerData: task,
  });
  const took = new Promise<readonly number[]>((resolve, reject) => {
    thread.once("message", resolve);
    thread.once("error", reject);
  });
  await Promise.race([work(), took]);
  thread.postMessage("stop");
  return took;
}

function at(tookMs: readonly number[], share: number): number {
  const sorted = tookMs.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

interface Watched {
  readonly tookMs: readonly number[];
  /** Processor time of this thread, which serves: in all, and the most between two of its turns a millisecond apart. */
  readonly servedMs: number;
  readonly longestMs: number;
}

/** What the serving thread computes meanwhile, which other programs on the machine do not change. */
async function watched(work: () => Promise<readonly number[]>): Promise<Watched> {
  const used = () => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1000;
  };
  const from = used();
  let last = from;
  let longestMs = 0;
  const timer = setInterval(() => {
    const now = used();
    longestMs = Math.max(longestMs, now - last);
    last = now;
  }, 1);
  try {
    const tookMs = await work();
    return { tookMs, servedMs: used() - from, longestMs };
  } finally {
    clearInterval(timer);
  }
}

function summary({ tookMs, servedMs, longestMs }: Watched) {
  const show = (value: number) => Number(value.toFixed(1));
  return {
    requests: tookMs.length,
    "p50 ms": show(at(tookMs, 0.5)),
    "p99 ms": show(at(tookMs, 0.99)),
    "max ms": show(at(tookMs, 1)),
    "served for, processor ms": show(servedMs),
    "longest turn, processor ms": show(longestMs),
  };
}
