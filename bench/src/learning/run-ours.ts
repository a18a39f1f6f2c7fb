import { parentPort, Worker, workerData } from "node:worker_threads";
import { areaUnderRoc, predictBoosting, trainBoosting } from "@causeway/engine-learning";
import { seededRandom } from "@causeway/kernel";
import { makeData } from "./make-data.ts";
import type { BenchResult } from "./run-peer.ts";

export interface OurJob {
  readonly rows: number;
  readonly columns: number;
  readonly seed: number;
  readonly leaves: number;
  readonly rounds: number;
}

/** Trains in a thread of its own, so that its memory can be told from the rest. */
export function runOurs(job: OurJob): Promise<BenchResult> {
  const worker = new Worker(new URL(import.meta.url), { workerData: job });
  return new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

function work({ rows, columns, seed, leaves, rounds }: OurJob): BenchResult {
  const { train, test } = makeData(rows, columns, seed);
  const before = process.memoryUsage.rss();
  const start = performance.now();
  const model = trainBoosting(train.dataset, train.target, {
    loss: { kind: "log-loss" },
    random: seededRandom(1),
    leaves,
    rounds,
  });
  const trained = performance.now();
  const megabytes = (process.memoryUsage.rss() - before) / 2 ** 20;
  const [scores = new Float64Array(0)] = predictBoosting(model, test.dataset);
  const scored = performance.now();
  return {
    seconds: (trained - start) / 1000,
    auc: areaUnderRoc(scores, test.target),
    rowsPerSecond: (1000 * scores.length) / (scored - trained),
    megabytes,
  };
}

if (parentPort !== null) parentPort.postMessage(work(workerData as OurJob));
