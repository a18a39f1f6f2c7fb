import { Worker } from "node:worker_threads";

/** Runs a worker file that posts one message, its result; `signal` ends it. */
export function runInThread<Result>(
  file: URL,
  workerData: unknown,
  signal: AbortSignal,
): Promise<Result> {
  const worker = new Worker(file, { workerData });
  const stop = () => void worker.terminate();
  signal.addEventListener("abort", stop, { once: true });
  return new Promise<Result>((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", () => reject(new Error("The work was stopped")));
  }).finally(() => signal.removeEventListener("abort", stop));
}
