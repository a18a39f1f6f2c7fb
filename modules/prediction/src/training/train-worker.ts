import { parentPort, workerData } from "node:worker_threads";
import { type LeadTrainingRequest, trainLeadModel } from "./train-lead-model.ts";

/** Progress, then the result. */
const port = parentPort;
if (port !== null) {
  const result = trainLeadModel(workerData as LeadTrainingRequest, (share) => {
    if (!Number.isNaN(share)) port.postMessage({ kind: "progress", share });
    return true;
  });
  port.postMessage({ kind: "result", result });
}
