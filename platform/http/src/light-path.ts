import type { IncomingMessage, ServerResponse } from "node:http";
import { newId } from "@causeway/kernel";
import type { FastifyBaseLogger } from "fastify";
import { crossOriginHeaders } from "./cross-origin-headers.ts";
import type { Guard } from "./guard.ts";
import { headerOf } from "./headers-of.ts";
import type { AnsweredRequest } from "./http-server.ts";
import type { Intake } from "./intake.ts";
import { statusOf } from "./openapi.ts";
import { preferredLocale } from "./preferred-locale.ts";
import { problemAnswer } from "./problem-answer.ts";
import { defaultBodyLimit } from "./register-routes.ts";
import { RequestView } from "./request-view.ts";
import type { Route } from "./route.ts";
import { securityHeadersBut, strictTransport } from "./security-headers.ts";
import { isSecure, senderAddress } from "./sender-address.ts";

/** Answers a request of a light route; false leaves the request, untouched, to the framework. */
export type LightPath = (request: IncomingMessage, response: ServerResponse) => boolean;

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

interface LightRoute {
  readonly route: Route;
  readonly guard: Guard;
  readonly present: Presenter;
  readonly ownHeaders: readonly string[];
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
      const ownHeaders = securityHeadersBut(new Set(crossOriginHeaders("").map(([name]) => name)));
      return [[route.path, { route, guard: guardOf(route), present, ownHeaders }]];
    }),
  );
  return (request, response) => {
    const found = request.method === "POST" ? byPath.get(request.url ?? "") : undefined;
    if (found === undefined || isClosing()) return false;
    void answer(found, options, request, response);
    return true;
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
  return (result) => JSON.stringify(response.parse(result));
}

/** Never throws: whatever goes wrong is answered, or the client has gone. */
async function answer(
  light: LightRoute,
  options: LightPathOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
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
  const header = (name: string) => headerOf(request, name);
  const ip = () => senderAddress(request, proxies);
  const ownLog = () => log.child({ reqId: requestId() });
  let status = statusOf(route);
  let isRead = false;
  try {
    const body = await held.read(request, route.bodyLimit ?? defaultBodyLimit);
    isRead = true;
    const caller = await guard.afterBody({ header, query: nothing, params: nothing, body, ip });
    const asked = new RequestView({
      ...{ raw: request, response, header, params: nothing, query: nothing, body, caller, ip },
      url: route.path,
      log: ownLog,
      setHeader: (name, value) => void more.push(name, value),
    });
    const text = present(await route.handle(asked));
    more.push("content-type", "application/json; charset=utf-8");
    send(text);
  } catch (error) {
    const problem = problemAnswer(error, {
      id: requestId(),
      locale: preferredLocale(header("accept-language")),
      log: ownLog(),
      method: "POST",
      route: route.path,
    });
    status = problem.status;
    more.push(...Object.entries(problem.headers).flat());
    send(problem.body);
  } finally {
    held.release();
    const seconds = (performance.now() - startedAt) / 1000;
    onAnswer?.({ method: "POST", route: route.path, status, seconds });
  }

  function send(text: string): void {
    if (response.destroyed) return;
    const headers = [...light.ownHeaders, ...more];
    for (const [name, value] of crossOriginHeaders(request.headers.origin)) {
      headers.push(name, value);
    }
    headers.push("content-length", String(Buffer.byteLength(text)));
    if (isSecure(request, proxies)) headers.push(...strictTransport);
    // What is left of a body that was refused is not worth reading on the way to the next request.
    if (!isRead || options.isClosing()) headers.push("connection", "close");
    response.writeHead(status, headers);
    response.end(text);
  }
}

const nothing = {};
