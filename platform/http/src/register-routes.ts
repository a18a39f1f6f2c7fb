import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Caller, Guard } from "./guard.ts";
import { headerOf, headersOf } from "./headers-of.ts";
import type { Intake } from "./intake.ts";
import { statusOf } from "./openapi.ts";
import { parseInput } from "./parse-input.ts";
import { preferredLocale } from "./preferred-locale.ts";
import type { AnyRequest, RawReply, Route } from "./route.ts";

declare module "fastify" {
  interface FastifyRequest {
    caller: Caller;
  }
  interface FastifyContextConfig {
    /** Set by whoever registers a route; the server does not start with a route that has none. */
    access?: Route["access"];
  }
}

const defaultBodyLimit = 1024 * 1024;

/** Registers routes with their guards: authenticate, authorise, parse, use case, present. */
export async function registerRoutes(
  app: FastifyInstance,
  routes: readonly Route[],
  guardOf: (route: Route) => Guard,
  intake: Intake,
): Promise<void> {
  app.decorateRequest("caller");
  const parsers = {
    json: parseJson,
    buffer: (scope: FastifyInstance) => keepBuffer(scope, intake),
    stream: keepStream,
  } as const;
  for (const kind of ["json", "buffer", "stream"] as const) {
    const group = routes.filter(({ body }) => (typeof body === "string" ? body : "json") === kind);
    await app.register((scope, _options, done) => {
      scope.removeAllContentTypeParsers();
      parsers[kind](scope);
      for (const route of group) registerRoute(scope, route, guardOf(route));
      done();
    });
  }
  for (const path of new Set(routes.filter((r) => r.crossOrigin).map((r) => r.path))) {
    registerPreflight(app, path);
  }
}

function parseJson(scope: FastifyInstance): void {
  const parse = scope.getDefaultJsonParser("error", "error");
  scope.addContentTypeParser("application/json", { parseAs: "string" }, (request, text, done) => {
    if (text.length === 0) done(null, undefined);
    else void parse(request, text as string, done);
  });
}

function keepBuffer(scope: FastifyInstance, intake: Intake): void {
  scope.addHook("onRequest", (request, reply, done) => {
    intake.watch(request, reply);
    done();
  });
  scope.addContentTypeParser("*", (request: FastifyRequest, body: IncomingMessage) =>
    intake.read(request, body),
  );
}

function keepStream(scope: FastifyInstance): void {
  scope.addContentTypeParser("*", (_request, stream, done) => {
    done(null, stream);
  });
}

function registerRoute(app: FastifyInstance, route: Route, guard: Guard): void {
  app.route({
    method: route.method,
    url: route.path,
    bodyLimit: route.bodyLimit ?? defaultBodyLimit,
    config: { access: route.access },
    onRequest: async (request, reply) => {
      if (route.crossOrigin) allowOrigin(request, reply);
      request.caller = await guard.beforeBody(request);
    },
    handler: async (request, reply) => {
      if (route.access.kind === "source") {
        request.caller = await guard.afterBody(request);
      }
      return present(route, await route.handle(requestFor(route, request, reply)), reply);
    },
  });
}

/** What few handlers ask for is made when they do: ingestion is asked thousands of times a second. */
function requestFor(route: Route, request: FastifyRequest, reply: FastifyReply): AnyRequest {
  const locale = () => preferredLocale(headerOf(request, "accept-language"));
  const body = route.body === "buffer" ? (request.body ?? Buffer.alloc(0)) : request.body;
  const input = parseInput(route, { params: request.params, query: request.query, body }, locale);
  const { identity, member, source, workspace, actor } = request.caller;
  return {
    ...input,
    get headers() {
      return headersOf(request);
    },
    header: (name) => headerOf(request, name),
    get locale() {
      return locale();
    },
    ip: request.ip,
    url: request.url,
    log: request.log,
    get signal() {
      return signalOf(reply);
    },
    setHeader: (name, value) => void reply.header(name, value),
    ...(identity && { user: identity.user }),
    ...(member && { member }),
    ...(source && { source }),
    ...(workspace && { workspace }),
    ...(actor && { actor }),
  };
}

function present(route: Route, result: unknown, reply: FastifyReply): unknown {
  reply.code(statusOf(route));
  if (route.response === "empty") return reply.send();
  if (route.response !== "raw") return reply.send(route.response.parse(result));
  const { status, headers, body } = result as RawReply;
  if (status !== undefined) reply.code(status);
  for (const [name, value] of Object.entries(headers ?? {})) reply.header(name, value);
  if (body instanceof Readable) reply.raw.once("close", () => body.destroy());
  return reply.send(body);
}

function signalOf(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  const gone = () => {
    if (!reply.raw.writableFinished) controller.abort();
  };
  if (reply.raw.closed) gone();
  else reply.raw.once("close", gone);
  return controller.signal;
}

const preflightMaxAgeSeconds = 86_400;

/** Names the asking origin, without credentials: a page elsewhere may send, and reads nothing of ours. */
function allowOrigin(request: FastifyRequest, reply: FastifyReply): void {
  reply.header("vary", "Origin");
  reply.header("access-control-allow-origin", request.headers.origin ?? "*");
  reply.header("cross-origin-resource-policy", "cross-origin");
}

function registerPreflight(app: FastifyInstance, path: string): void {
  app.route({
    method: "OPTIONS",
    url: path,
    config: { access: { kind: "public", why: "CORS preflight; answers with headers alone" } },
    handler: async (request, reply) => {
      allowOrigin(request, reply);
      const wanted = request.headers["access-control-request-headers"];
      return reply
        .header("access-control-allow-methods", "GET, POST")
        .header("access-control-allow-headers", wanted ?? "authorization, content-type")
        .header("access-control-max-age", String(preflightMaxAgeSeconds))
        .code(204)
        .send();
    },
  });
}
