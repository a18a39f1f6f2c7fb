import type { FastifyBaseLogger } from "fastify";
import type { Guard } from "./guard.ts";
import type { AnsweredRequest } from "./http-server.ts";
import type { Intake } from "./intake.ts";
import { type AnswerFacts, createAnswers } from "./light-answer.ts";
import type { LightAnswer, LightExchange } from "./light-exchange.ts";
import { LightRequest } from "./light-request.ts";
import type { Route } from "./route.ts";

/** The light routes of a server. */
export interface LightPath {
  /** The route that a POST to this path is for; undefined leaves the request to the framework. */
  find(path: string): LightRoute | undefined;
  /** Answers it; never throws. */
  answer(route: LightRoute, exchange: LightExchange): void;
}

export interface LightPathOptions {
  readonly routes: readonly Route[];
  readonly guardOf: (route: Route) => Guard;
  readonly intake: Intake;
  readonly log: FastifyBaseLogger;
  readonly proxies: number;
  readonly onAnswer: ((answer: AnsweredRequest) => void) | undefined;
  /** Whether the server takes no more requests. */
  readonly isClosing: () => boolean;
}

/** Presents a result as JSON. */
type Presenter = (result: unknown) => string;

export interface LightRoute {
  readonly route: Route;
  readonly guard: Guard;
  readonly present: Presenter;
  readonly answerOf: (facts: AnswerFacts) => LightAnswer;
}

/**
 * A short way for routes that are asked thousands of times a second: those of sources that take bytes at a fixed path.
 * The same guard, limits, handler, headers and problems as on the long way, where the same routes stand for all else
 * (a query, another method, a server that closes), without what a framework does for routes in general.
 */
export function createLightPath(options: LightPathOptions): LightPath {
  const { routes, guardOf, isClosing } = options;
  const byPath = new Map(
    routes.flatMap((route) => {
      const present = lightPresenter(route);
      if (present === null) return [];
      return [[route.path, { route, guard: guardOf(route), present, answerOf: createAnswers() }]];
    }),
  );
  return {
    find: (path) => (isClosing() ? undefined : byPath.get(path)),
    answer: (route, exchange) => new LightRequest(route, options, exchange).run(),
  };
}

/** Null for a route that needs the long way. */
function lightPresenter({
  access,
  method,
  path,
  body,
  response,
  ...rest
}: Route): Presenter | null {
  const isFixed = !/[:*]/.test(path) && rest.params === undefined && rest.query === undefined;
  const takesBytes = method === "POST" && body === "buffer" && rest.crossOrigin === true;
  const isPlain = isFixed && takesBytes && rest.rateLimit === undefined;
  if (access.kind !== "source" || !isPlain || typeof response === "string") {
    return null;
  }
  return rememberingLast((result) => JSON.stringify(response.parse(result)));
}

/** Most answers are one constant: what was made of the last value is kept for the next. Values must not be changed. */
function rememberingLast(present: Presenter): Presenter {
  let last: unknown;
  let text = "";
  return (result) => {
    if (result !== last || !Object.isFrozen(result)) {
      text = present(result);
      last = result;
    }
    return text;
  };
}
