import type { Readable } from "node:stream";
import type { Locale, Role } from "@causeway/platform-contract";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import type { FastifyBaseLogger } from "fastify";
import type { z } from "zod";
import type { Access, Actor, SourceIdentity, User } from "./access.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** A Zod schema for JSON; `"buffer"` for the bytes as they came; `"stream"` to read them in pieces. */
export type BodyKind = z.ZodType | "buffer" | "stream";

/** A Zod schema that presents the result as JSON; `"raw"` for files and streams; `"empty"` for 204. */
export type ResponseKind = z.ZodType | "raw" | "empty";

/** An answer that is not JSON. A stream is destroyed when the client goes away. */
export interface RawReply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | Readable | null;
}

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : Record<string, never>;
type ParsedBody<Body> = Body extends z.ZodType
  ? z.output<Body>
  : Body extends "buffer"
    ? Buffer
    : Body extends "stream"
      ? Readable
      : undefined;
type Result<Response> = Response extends z.ZodType
  ? z.input<Response>
  : Response extends "raw"
    ? RawReply
    : unknown;

/** What every handler gets. */
export interface PublicRequest<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly headers: Headers;
  /** One header, or null; `name` in lower case. For routes that are asked very often. */
  readonly header: (name: string) => string | null;
  readonly ip: string;
  /** The path with its query, as it was asked for. */
  readonly url: string;
  /** Asked with HEAD: only what the answer would be, as programs do. */
  readonly isHead: boolean;
  /** The language the sender prefers (Accept-Language). */
  readonly locale: Locale;
  readonly log: FastifyBaseLogger;
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal;
  /** Adds a header to the answer; `set-cookie` may be added several times. */
  readonly setHeader: (name: string, value: string) => void;
}

export interface SessionRequest<Params, Query, Body> extends PublicRequest<Params, Query, Body> {
  readonly user: User;
  readonly actor: Actor;
}

export interface WorkspaceRequest<Params, Query, Body> extends SessionRequest<Params, Query, Body> {
  readonly workspace: WorkspaceDatabase;
  readonly member: { readonly role: Role };
}

export interface SourceRequest<Params, Query, Body> extends PublicRequest<Params, Query, Body> {
  readonly source: SourceIdentity;
  readonly workspace: WorkspaceDatabase;
  readonly actor: Actor;
}

type RequestFor<Kind extends Access["kind"], Params, Query, Body> = {
  readonly public: PublicRequest<Params, Query, Body>;
  readonly session: SessionRequest<Params, Query, Body>;
  readonly workspace: WorkspaceRequest<Params, Query, Body>;
  readonly source: SourceRequest<Params, Query, Body>;
}[Kind];

/** At most `max` requests in `windowSeconds`, counted per signed-in user, write key or address. */
export interface RateLimit {
  readonly max: number;
  readonly windowSeconds: number;
}

interface RouteFacts {
  readonly method: Method;
  /** Fastify style: `/api/w/:workspace/records/:object`. */
  readonly path: string;
  /** One sentence for the API reference. */
  readonly summary: string;
  readonly tags: readonly string[];
  /** Of a successful answer; 200 unless given (204 for `"empty"`). */
  readonly status?: number;
  readonly rateLimit?: RateLimit;
  /** Of the body as sent, in bytes; 1 MiB unless given. */
  readonly bodyLimit?: number;
  /**
   * Why its answers hold nothing of customers, so that what is kept from roles need not be looked for in them. Absent:
   * JSON and texts pass the veil of their reader's role.
   */
  readonly unveiled?: string;
  /** Lets pages of other origins call this route, without cookies; for ingestion only. */
  readonly crossOrigin?: boolean;
}

export interface RouteDefinition<
  Kind extends Access["kind"],
  Params extends z.ZodType | undefined,
  Query extends z.ZodType | undefined,
  Body extends BodyKind | undefined,
  Response extends ResponseKind,
> extends RouteFacts {
  readonly access: Extract<Access, { readonly kind: Kind }>;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  readonly response: Response;
  readonly handle: (
    request: RequestFor<Kind, Parsed<Params>, Parsed<Query>, ParsedBody<Body>>,
  ) => Promise<Result<Response>> | Result<Response>;
}

/** The request as the server builds it; `defineRoute` proves that a handler's needs are met by its access kind. */
export interface AnyRequest extends PublicRequest<unknown, unknown, unknown> {
  readonly user?: User;
  readonly actor?: Actor;
  readonly workspace?: WorkspaceDatabase;
  readonly member?: { readonly role: Role };
  readonly source?: SourceIdentity;
}

/** A route as the server registers it. */
export interface Route extends RouteFacts {
  readonly access: Access;
  readonly params: z.ZodType | undefined;
  readonly query: z.ZodType | undefined;
  readonly body: BodyKind | undefined;
  readonly response: ResponseKind;
  readonly handle: (request: AnyRequest) => unknown;
}

const workspacePrefix = "/api/w/:workspace";

/**
 * One HTTP operation: where it is, who may call it, what it takes and gives, and the use case behind it.
 * Input is parsed before `handle` runs, and its result by `response` after; failures are `AppError`s.
 * Throws TypeError when path and access contradict each other.
 */
export function defineRoute<
  Kind extends Access["kind"],
  Response extends ResponseKind,
  Params extends z.ZodType | undefined = undefined,
  Query extends z.ZodType | undefined = undefined,
  Body extends BodyKind | undefined = undefined,
>(definition: RouteDefinition<Kind, Params, Query, Body, Response>): Route {
  const { access, path, method, body } = definition;
  const underWorkspace = path === workspacePrefix || path.startsWith(`${workspacePrefix}/`);
  if (underWorkspace !== (access.kind === "workspace")) {
    throw new TypeError(
      `${method} ${path}: a path under ${workspacePrefix} needs workspace access`,
    );
  }
  if (method === "GET" && body !== undefined) {
    throw new TypeError(`GET ${path}: a GET has no body`);
  }
  return {
    ...definition,
    params: definition.params,
    query: definition.query,
    body: definition.body,
    handle: definition.handle as unknown as Route["handle"],
  };
}
