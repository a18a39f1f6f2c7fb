import { parentPort, workerData } from "node:worker_threads";
import { judgeTouchpoints, type TypeFacts, type WorthCase } from "./judge-touchpoints.ts";

/** What the thread is asked for. */
export interface WorthWork {
  readonly cases: readonly WorthCase[];
  readonly types: readonly TypeFacts[];
}

const port = parentPort;
if (port !== null) {
  const { cases, types } = workerData as WorthWork;
  port.postMessage(judgeTouchpoints(cases, types) ?? null);
}
