import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import type { HeldBody } from "./intake.ts";
import type { SenderFacts } from "./sender-address.ts";
import { signalOf } from "./signal-of.ts";

/** An answer as it goes out; `headers` are names and values in turn. */
export interface LightAnswer {
  readonly status: number;
  readonly headers: readonly string[];
  readonly text: string;
}

/** A request of a light route and the way to answer it. */
export interface LightExchange extends SenderFacts {
  readonly headers: IncomingHttpHeaders;
  /** The body, counted by `held`; throws, or rejects, as `HeldBody` does. */
  body(held: HeldBody, limit: number): Buffer | Promise<Buffer>;
  /** Called once. `isLast` ends the connection. */
  answer(answer: LightAnswer, isLast: boolean): void;
  /** Aborted when the client goes away before it has its answer. */
  signal(): AbortSignal;
}

/** An exchange by way of the runtime's own HTTP server. */
export function nodeExchange(request: IncomingMessage, response: ServerResponse): LightExchange {
  return {
    headers: request.headers,
    socket: request.socket,
    body: (held, limit) => held.read(request, limit),
    answer({ status, headers, text }, isLast) {
      if (response.destroyed) return;
      response.writeHead(status, isLast ? [...headers, "connection", "close"] : [...headers]);
      response.end(text);
    },
    signal: () => signalOf(response),
  };
}
