import { validateHeaderValue } from "node:http";
import { newId, whenReady } from "@causeway/kernel";
import type { FastifyBaseLogger } from "fastify";
import type { Guard } from "./guard.ts";
import { headerOf } from "./headers-of.ts";
import type { AnsweredRequest } from "./http-server.ts";
import type { Intake } from "./intake.ts";
import { type AnswerFacts, createAnswers } from "./light-answer.ts";
import type { LightAnswer, LightExchange } from "./light-exchange.ts";
import { statusOf } from "./openapi.ts";
import { preferredLocale } from "./preferred-locale.ts";
import { problemAnswer } from "./problem-answer.ts";
import { defaultBodyLimit } from "./register-routes.ts";
import { RequestView } from "./request-view.ts";
import type { Route } from "./route.ts";
import { isSecure, senderAddress } from "./sender-address.ts";

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
    answer: (route, exchange) => answer(route, options, exchange),
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

/** Never throws: whatever goes wrong is answered, or the client has gone. Waits only for what is not there yet. */
function answer(light: LightRoute, options: LightPathOptions, exchange: LightExchange): void {
  const startedAt = performance.now();
  const { route, guard, present } = light;
  const { intake, log, proxies, onAnswer } = options;
  const held = intake.open();
  const more: string[] = [];
  let id: string | undefined;
  const requestId = () => {
    id ??= newId();
    return id;
  };
  const header = (name: string) => headerOf(exchange, name);
  const ip = () => senderAddress(exchange, proxies);
  const ownLog = () => log.child({ reqId: requestId() });
  let isRead = false;

  let result: unknown;
  try {
    result = whenReady(exchange.body(held, route.bodyLimit ?? defaultBodyLimit), handle);
  } catch (error) {
    fail(error);
    return;
  }
  if (result instanceof Promise) result.then(succeed, fail);
  else succeed(result);

  function handle(body: Buffer): unknown {
    isRead = true;
    const asked = { header, query: nothing, params: nothing, body, ip };
    return whenReady(guard.afterBody(asked), (caller) =>
      route.handle(
        new RequestView({
          ...{
            raw: exchange,
            method: "POST",
            signal: () => exchange.signal(),
            caller,
            url: route.path,
          },
          ...{ header, params: nothing, query: nothing, body, ip, log: ownLog },
          setHeader: (name, value) => {
            validateHeaderValue(name, value);
            more.push(name, value);
          },
        }),
      ),
    );
  }

  function succeed(result: unknown): void {
    let text: string;
    try {
      text = present(result);
    } catch (error) {
      fail(error);
      return;
    }
    send(statusOf(route), text);
  }

  function fail(error: unknown): void {
    const problem = problemAnswer(error, {
      id: requestId(),
      locale: preferredLocale(header("accept-language")),
      log: ownLog(),
      method: "POST",
      route: route.path,
    });
    more.push(...Object.entries(problem.headers).flat());
    send(problem.status, problem.body);
  }

  function send(status: number, text: string): void {
    const { origin } = exchange.headers;
    const isHttps = isSecure(exchange, proxies);
    const answer = light.answerOf({ status, text, more, origin, isHttps });
    held.release();
    // What is left of a body that was refused is not worth reading on the way to the next request.
    exchange.answer(answer, !isRead || options.isClosing());
    const seconds = (performance.now() - startedAt) / 1000;
    onAnswer?.({ method: "POST", route: route.path, status, seconds });
  }
}

const nothing = {};
