import { parentPort, workerData } from "node:worker_threads";
import { type TrainingRequest, trainModel } from "./train-model.ts";

/** Progress, then the result. */
const port = parentPort;
if (port !== null) {
  const result = trainModel(workerData as TrainingRequest, (share) => {
    if (!Number.isNaN(share)) port.postMessage({ kind: "progress", share });
    return true;
  });
  port.postMessage({ kind: "result", result });
}
