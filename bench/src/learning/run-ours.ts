import { Session } from "node:inspector/promises";
import { parentPort, Worker, workerData } from "node:worker_threads";
import {
  areaUnderRoc,
  type LossName,
  predictBoosting,
  trainBoosting,
} from "@causeway/engine-learning";
import { seededRandom } from "@causeway/kernel";
import { type BenchData, makeData } from "./make-data.ts";
import type { BenchResult } from "./run-peer.ts";

export interface OurJob {
  readonly rows: number;
  readonly columns: number;
  readonly seed: number;
  readonly leaves: number;
  readonly rounds: number;
  /** 2 is the log-loss. */
  readonly classes: number;
}

/** Where the time of one training goes: functions by their own share, the greatest first. */
export interface ProfileLine {
  readonly name: string;
  readonly share: number;
}

/** Trains once more under the profiler, so that it does not slow what is measured. */
export async function profileOurs(job: OurJob): Promise<readonly ProfileLine[]> {
  const { train } = makeData(job.rows, job.columns, job.seed, job.classes);
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.start");
  fit(train, job);
  const { profile } = await session.post("Profiler.stop");
  session.disconnect();
  const names = new Map(
    profile.nodes.map(({ id, callFrame: { functionName, url } }) => [
      id,
      `${functionName || "(anonymous)"} ${url.split("/").at(-1) ?? ""}`.trim(),
    ]),
  );
  const spent = new Map<string, number>();
  profile.samples?.forEach((id, place) => {
    const name = names.get(id) ?? "";
    spent.set(name, (spent.get(name) ?? 0) + (profile.timeDeltas?.[place] ?? 0));
  });
  const total = [...spent.values()].reduce((sum, time) => sum + time, 0);
  return Array.from(spent, ([name, time]) => ({ name, share: time / total })).sort(
    (a, b) => b.share - a.share,
  );
}

function fit(train: BenchData["train"], { leaves, rounds, classes }: OurJob) {
  const loss: LossName = classes > 2 ? { kind: "softmax", classes } : { kind: "log-loss" };
  return trainBoosting(train.dataset, train.target, {
    loss,
    random: seededRandom(1),
    leaves,
    rounds,
  });
}

/** Trains in a thread of its own, so that its memory can be told from the rest. */
export function runOurs(job: OurJob): Promise<BenchResult> {
  const worker = new Worker(new URL(import.meta.url), { workerData: job });
  return new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

function work(job: OurJob): BenchResult {
  const { train, test } = makeData(job.rows, job.columns, job.seed, job.classes);
  const before = process.memoryUsage.rss();
  const start = performance.now();
  const model = fit(train, job);
  const trained = performance.now();
  const megabytes = (process.memoryUsage.rss() - before) / 2 ** 20;
  const outputs = predictBoosting(model, test.dataset);
  const scored = performance.now();
  return {
    seconds: (trained - start) / 1000,
    auc: meanArea(outputs, test.target),
    rowsPerSecond: (1000 * test.target.length) / (scored - trained),
    megabytes,
  };
}

/** Of several classes the mean of one against the rest. */
function meanArea(outputs: readonly Float64Array[], target: Float64Array): number {
  const [only = new Float64Array(0)] = outputs;
  if (outputs.length === 1) return areaUnderRoc(only, target);
  const areas = outputs.map((scores, number) =>
    areaUnderRoc(
      scores,
      target.map((actual) => (actual === number ? 1 : 0)),
    ),
  );
  return areas.reduce((sum, area) => sum + area, 0) / areas.length;
}

if (parentPort !== null) parentPort.postMessage(work(workerData as OurJob));
