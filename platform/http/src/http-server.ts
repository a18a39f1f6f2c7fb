import { createServer, type RequestListener, type Server } from "node:http";
import { AppError, type Clock, newId, systemClock, type WorkspaceId } from "@causeway/kernel";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
  LogController,
} from "fastify";
import { z } from "zod";
import type { Authenticator, SourceAuthenticator } from "./access.ts";
import { answerDirectly } from "./direct-connections.ts";
import { createGuards } from "./guard.ts";
import { createIntake, type Intake } from "./intake.ts";
import { keepRequestsYoung } from "./keep-requests-young.ts";
import { nodeExchange } from "./light-exchange.ts";
import { createLightPath, type LightPath } from "./light-path.ts";
import type { OpenApiInfo } from "./openapi.ts";
import { preferredLocale } from "./preferred-locale.ts";
import { problemAnswer } from "./problem-answer.ts";
import { referenceRoutes } from "./reference.ts";
import { registerRoutes } from "./register-routes.ts";
import { defineRoute, type Route } from "./route.ts";
import { addSecurityHeaders } from "./security-headers.ts";
import { type StaticFiles, serveStaticFiles } from "./static-files.ts";
import type { VeilOf } from "./veil.ts";

export interface HttpServerOptions {
  readonly routes: readonly Route[];
  readonly authenticator: Authenticator;
  readonly sourceAuthenticator?: SourceAuthenticator;
  /** Opens a workspace; a member's right to it was checked before. */
  readonly workspace: (id: WorkspaceId) => WorkspaceDatabase | Promise<WorkspaceDatabase>;
  /** What is kept from a member's role is taken out of the answers it gives; nothing is without it. */
  readonly veilOf?: VeilOf;
  readonly info: OpenApiInfo;
  readonly files?: StaticFiles;
  /** A pino logger; silent without one. */
  readonly log?: FastifyBaseLogger;
  /**
   * How many reverse proxies of ours a request passes: address, host and protocol are what the outermost of them wrote
   * into the X-Forwarded headers, never what a client wrote before it. 0 unless given.
   */
  readonly proxies?: number;
  readonly clock?: Clock;
  /** Of all bodies that are kept whole (`"buffer"`) together; over it requests get 503. 64 MiB unless given. */
  readonly maxBodyBytes?: number;
  /** Called after every answer, for counting. */
  readonly onAnswer?: (answer: AnsweredRequest) => void;
}

/** A request and how it ended. */
export interface AnsweredRequest {
  readonly method: string;
  /** Pattern of the route; `*` where nothing is at the address. */
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
}

export interface HttpServer {
  readonly app: FastifyInstance;
  /** Every operation of the server, its own included; what a test walks. */
  readonly routes: readonly Route[];
  readonly intake: Pick<Intake, "bytes" | "refused">;
}

/**
 * Builds the server without listening. It refuses to start with a route whose access nobody decided.
 * `app.close()` lets requests in flight finish and ends kept-alive connections.
 */
export async function buildHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { proxies = 0, onAnswer } = options;
  keepRequestsYoung();
  let light: LightPath | undefined;
  const app = fastify({
    serverFactory: (handler, settings) => listenerOf(handler, settings, () => light),
    ...(options.log ? { loggerInstance: options.log } : { logger: false }),
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => newId(),
    trustProxy: proxies > 0 && ((_address: string, hop: number) => hop < proxies),
    forceCloseConnections: "idle",
    return503OnClosing: true,
    routerOptions: { maxParamLength: 200 },
    // Addresses that the router itself refuses.
    frameworkErrors: (error, request, reply) => answerProblem(error, request, reply),
    requestTimeout: 120_000,
  });
  const direct = answerDirectly(app.server, () => light);
  refuseUndecidedRoutes(app);
  addSecurityHeaders(app);
  if (onAnswer) reportAnswers(app, onAnswer);
  answerProblems(app);
  app.setValidatorCompiler(() => (value) => ({ value }));
  const declared = [healthRoute, ...options.routes];
  const routes = [...declared, ...referenceRoutes(declared, options.info)];
  const guards = createGuards({
    authenticator: options.authenticator,
    ...(options.sourceAuthenticator && { sourceAuthenticator: options.sourceAuthenticator }),
    workspace: options.workspace,
    clock: options.clock ?? systemClock,
  });
  const intake = createIntake(options.maxBodyBytes ?? 64 * megabyte);
  await registerRoutes(app, routes, guards, { intake, veilOf: options.veilOf });
  let isClosing = false;
  app.addHook("preClose", (done) => {
    isClosing = true;
    direct.close();
    done();
  });
  light = createLightPath({
    ...{ routes, guardOf: guards, intake, log: app.log, proxies, onAnswer },
    isClosing: () => isClosing,
  });
  await serveStaticFiles(app, options.files ?? {});
  await app.ready();
  return { app, routes, intake };
}

const megabyte = 1024 * 1024;

/** The server that the framework would have made, with the light path in front of it. */
function listenerOf(
  handler: RequestListener,
  { keepAliveTimeout, requestTimeout, connectionTimeout }: FastifyServerOptions,
  lightPath: () => LightPath | undefined,
): Server {
  const server = createServer((request, response) => {
    const light = lightPath();
    const route = request.method === "POST" ? light?.find(request.url ?? "") : undefined;
    if (route === undefined) handler(request, response);
    else light?.answer(route, nodeExchange(request, response));
  });
  if (keepAliveTimeout !== undefined) server.keepAliveTimeout = keepAliveTimeout;
  if (requestTimeout !== undefined) server.requestTimeout = requestTimeout;
  server.setTimeout(connectionTimeout ?? 0);
  return server;
}

const healthRoute = defineRoute({
  method: "GET",
  path: "/health",
  summary: "Whether the server is ready",
  tags: ["server"],
  access: { kind: "public", why: "a load balancer asks it; it tells nothing else" },
  response: z.object({ status: z.literal("ok") }),
  handle: () => ({ status: "ok" as const }),
});

function reportAnswers(app: FastifyInstance, onAnswer: (answer: AnsweredRequest) => void): void {
  app.addHook("onResponse", (request, reply, done) => {
    const { method, routeOptions } = request;
    const seconds = reply.elapsedTime / 1000;
    onAnswer({ method, route: routeOptions.url ?? "*", status: reply.statusCode, seconds });
    done();
  });
}

/** Makes registering a route without an access decision an error. */
export function refuseUndecidedRoutes(app: FastifyInstance): void {
  app.addHook("onRoute", ({ method, url, config }) => {
    if (config?.access === undefined) {
      throw new TypeError(`${method} ${url} has no access decision`);
    }
  });
}

function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => answerProblem(error, request, reply));
  app.setNotFoundHandler((request, reply) =>
    answerProblem(
      new AppError("not-found", { zh: "这个地址没有内容", en: "There is nothing at this address" }),
      request,
      reply,
    ),
  );
}

function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { id, log, method } = request;
  const locale = preferredLocale(request.headers["accept-language"] ?? null);
  const route = request.routeOptions.url;
  const { status, headers, body } = problemAnswer(error, { id, locale, log, method, route });
  return reply.code(status).headers(headers).send(body);
}
