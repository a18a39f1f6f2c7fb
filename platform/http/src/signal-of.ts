import type { ServerResponse } from "node:http";

/** Aborted when the client goes away before it has its answer. */
export function signalOf(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  const gone = () => {
    if (!response.writableFinished) controller.abort();
  };
  if (response.closed) gone();
  else response.once("close", gone);
  return controller.signal;
}
