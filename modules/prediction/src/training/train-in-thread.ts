import { Worker } from "node:worker_threads";
import type { TrainingRequest, TrainingResult } from "./train-model.ts";

type Message =
  | { readonly kind: "progress"; readonly share: number }
  | { readonly kind: "result"; readonly result: TrainingResult };

/** Trains in a thread of its own, so that requests are answered meanwhile; `signal` ends it. */
export function trainInThread(
  request: TrainingRequest,
  options: { readonly signal: AbortSignal; readonly onProgress: (share: number) => void },
): Promise<TrainingResult> {
  const worker = new Worker(new URL("./train-worker.ts", import.meta.url), {
    workerData: request,
  });
  const stop = () => void worker.terminate();
  options.signal.addEventListener("abort", stop, { once: true });
  return new Promise<TrainingResult>((resolve, reject) => {
    worker.on("message", (message: Message) => {
      if (message.kind === "result") resolve(message.result);
      else options.onProgress(message.share);
    });
    worker.once("error", reject);
    worker.once("exit", () => reject(new Error("The training was stopped")));
  }).finally(() => options.signal.removeEventListener("abort", stop));
}
