import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { type DataTable, discover } from "@causeway/engine-causal";
import { fastestOf } from "./fastest-of.ts";
import { linearModel } from "./linear-model.ts";

/** What a process of its own says of its runs; memory in bytes. */
export interface GaussianRun {
  readonly tests: number;
  readonly edges: number;
  readonly seconds: number;
  readonly processorSeconds: number;
  readonly memory: {
    /** Rows × columns × 8: what the columns hold. */
    readonly data: number;
    /** The resident process with the engine loaded, before there were data. */
    readonly idle: number;
    /** The largest it was from its start to the end of its first run. */
    readonly most: number;
    /** Objects and arrays in use at the ends of a run's steps, the data among them, above those before there were data. */
    readonly inUse: number;
  };
}

/** One run for the memory, two that warm up, and then `times`; the processor time is the mean of all after the first. */
function measure(size: number, rows: number, times: number): GaussianRun {
  const idle = process.memoryUsage.rss();
  const before = held();
  const table = linearModel(size, rows);
  const run = () => discover(table, { test: "fisher-z", alpha: 0.01 });
  run();
  const most = process.resourceUsage().maxRSS * 1024;
  const started = process.cpuUsage();
  const { result, seconds } = fastestOf(times, run);
  const processorSeconds = process.cpuUsage(started).user / 1e6 / (times + 2);
  // Last, since collecting by force would make the process smaller than it is by itself.
  const inUse = mostInUse(table) - before;
  return {
    tests: result.tests.run,
    edges: result.edges.length,
    seconds,
    processorSeconds,
    memory: { data: size * rows * 8, idle, most, inUse },
  };
}

function held(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function mostInUse(table: DataTable): number {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  let [most, depth] = [0, -1];
  const look = () => {
    collect();
    most = Math.max(most, held());
  };
  discover(table, {
    test: "fisher-z",
    alpha: 0.01,
    onProgress(step) {
      if (step.depth !== depth || step.share === 1) look();
      depth = step.depth;
      return false;
    },
  });
  look();
  return most;
}

const [size = 0, rows = 0, times = 0] = process.argv.slice(2).map(Number);
console.log(JSON.stringify(measure(size, rows, times)));
