import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { crossOriginHeaders } from "./cross-origin-headers.ts";
import type { Caller, Guard, SourceRequestParts } from "./guard.ts";
import { headerOf } from "./headers-of.ts";
import type { HeldBody, Intake } from "./intake.ts";
import { statusOf } from "./openapi.ts";
import { parseInput } from "./parse-input.ts";
import { preferredLocale } from "./preferred-locale.ts";
import { RequestView } from "./request-view.ts";
import type { AnyRequest, RawReply, Route } from "./route.ts";
import { signalOf } from "./signal-of.ts";
import type { VeilOf } from "./veil.ts";

declare module "fastify" {
  interface FastifyRequest {
    caller: Caller;
    heldBody: HeldBody;
  }
  interface FastifyContextConfig {
    /** Set by whoever registers a route; the server does not start with a route that has none. */
    access?: Route["access"];
  }
}

/** Of a body whose route says nothing of it, in bytes. */
export const defaultBodyLimit = 1024 * 1024;

export interface RouteServices {
  readonly intake: Intake;
  /** Absent: nothing is kept from anybody. */
  readonly veilOf?: VeilOf | undefined;
}

/** Registers routes with their guards: authenticate, authorise, parse, use case, present. */
export async function registerRoutes(
  app: FastifyInstance,
  routes: readonly Route[],
  guardOf: (route: Route) => Guard,
  { intake, veilOf }: RouteServices,
): Promise<void> {
  app.decorateRequest("caller");
  app.decorateRequest("heldBody");
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
      for (const route of group) registerRoute(scope, route, guardOf(route), veilOf);
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
    request.heldBody = intake.open();
    reply.raw.once("close", () => request.heldBody.release());
    done();
  });
  scope.addContentTypeParser("*", (request: FastifyRequest, body: IncomingMessage) =>
    request.heldBody.read(body, request.routeOptions.bodyLimit),
  );
}

function keepStream(scope: FastifyInstance): void {
  scope.addContentTypeParser("*", (_request, stream, done) => {
    done(null, stream);
  });
}

function registerRoute(
  app: FastifyInstance,
  route: Route,
  guard: Guard,
  veilOf: VeilOf | undefined,
): void {
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
        request.caller = await guard.afterBody(partsOf(request));
      }
      const result = await route.handle(requestFor(route, request, reply));
      const { workspace, member } = request.caller;
      const veil =
        veilOf && workspace && member && route.unveiled === undefined
          ? await veilOf(workspace, member.role)
          : null;
      if (veil === null) return present(route, result, reply);
      return send(
        route,
        await veiled(route, parsed(route, result), (answer) =>
          veil(answer, { params: request.params }),
        ),
        reply,
      );
    },
  });
}

function partsOf(request: FastifyRequest): SourceRequestParts {
  return {
    header: (name) => headerOf(request, name),
    query: request.query as Readonly<Record<string, unknown>>,
    params: request.params as Readonly<Record<string, unknown>>,
    body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
    ip: request.ip,
  };
}

function requestFor(route: Route, request: FastifyRequest, reply: FastifyReply): AnyRequest {
  const locale = () => preferredLocale(headerOf(request, "accept-language"));
  const body = route.body === "buffer" ? (request.body ?? Buffer.alloc(0)) : request.body;
  const input = parseInput(route, { params: request.params, query: request.query, body }, locale);
  return new RequestView({
    ...input,
    raw: request.raw,
    method: request.method,
    header: (name) => headerOf(request, name),
    signal: () => signalOf(reply.raw),
    url: request.url,
    caller: request.caller,
    ip: () => request.ip,
    log: () => request.log,
    setHeader: (name, value) => void reply.header(name, value),
  });
}

function present(route: Route, result: unknown, reply: FastifyReply): unknown {
  return send(route, parsed(route, result), reply);
}

/** Of answers that are no JSON the texts, and files of lines page by page. */
async function veiled(
  route: Route,
  answer: unknown,
  veil: (answer: unknown) => Promise<unknown>,
): Promise<unknown> {
  if (route.response === "empty") return answer;
  if (route.response !== "raw") return veil(answer);
  const reply = answer as RawReply;
  const isText = reply.headers?.["content-type"]?.startsWith("text/csv") ?? false;
  if (isText && reply.body instanceof Readable) {
    return { ...reply, body: Readable.from(veiledLines(reply.body, veil)) };
  }
  if (typeof reply.body !== "string") return reply;
  return { ...reply, body: (await veil(reply.body)) as string };
}

/** Pages of whole lines, as whoever writes the file yields them. */
async function* veiledLines(
  pages: AsyncIterable<unknown>,
  veil: (answer: unknown) => Promise<unknown>,
): AsyncGenerator<unknown> {
  for await (const page of pages) yield await veil(String(page));
}

function parsed(route: Route, result: unknown): unknown {
  return typeof route.response === "string" ? result : route.response.parse(result);
}

function send(route: Route, result: unknown, reply: FastifyReply): unknown {
  reply.code(statusOf(route));
  if (route.response === "empty") return reply.send();
  if (route.response !== "raw") return reply.send(result);
  const { status, headers, body } = result as RawReply;
  if (status !== undefined) reply.code(status);
  for (const [name, value] of Object.entries(headers ?? {})) reply.header(name, value);
  if (body instanceof Readable) reply.raw.once("close", () => body.destroy());
  return reply.send(body);
}

const preflightMaxAgeSeconds = 86_400;

function allowOrigin(request: FastifyRequest, reply: FastifyReply): void {
  for (const [name, value] of crossOriginHeaders(request.headers.origin)) reply.header(name, value);
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
