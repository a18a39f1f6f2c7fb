import type { Locale } from "@causeway/platform-contract";
import type { FastifyBaseLogger } from "fastify";
import { toFailure } from "./problem.ts";
import { RateLimited } from "./rate-limiter.ts";

/** The request that failed, as far as its answer and the log tell of it. */
export interface FailedRequest {
  readonly id: string;
  readonly locale: Locale;
  readonly log: FastifyBaseLogger;
  readonly method: string;
  /** The pattern, not the address: addresses carry invitation tokens and people's e-mails. */
  readonly route: string | undefined;
}

export interface ProblemAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Turns anything thrown into an answer (RFC 9457); the one place that logs what nobody expected. */
export function problemAnswer(error: unknown, request: FailedRequest): ProblemAnswer {
  const { id, locale, log, method, route } = request;
  const { problem, unexpected } = toFailure(error, id, locale);
  if (unexpected) log.error({ err: error, route, method }, "failed");
  else log.debug({ code: problem.code, route, method }, "refused");
  const { status } = problem;
  const isPassing = status === 503 || status === 429;
  const waitSeconds = error instanceof RateLimited ? error.waitSeconds : isPassing ? 2 : null;
  return {
    status,
    headers: {
      ...(waitSeconds !== null && { "retry-after": String(waitSeconds) }),
      "x-request-id": id,
      "cache-control": "no-store",
      "content-type": "application/problem+json; charset=utf-8",
    },
    body: JSON.stringify(problem),
  };
}
