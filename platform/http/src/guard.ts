import { AppError, type Clock, type WorkspaceId, whenReady } from "@causeway/kernel";
import type { Role } from "@causeway/platform-contract";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import {
  type Actor,
  type Authenticator,
  type Identity,
  roleReaches,
  type SourceAuthenticator,
  type SourceCredentials,
  type SourceIdentity,
} from "./access.ts";
import { headersOf } from "./headers-of.ts";
import { createRateLimiter, RateLimited } from "./rate-limiter.ts";
import type { RateLimit, Route } from "./route.ts";
import { isSafeMethod, isSameOrigin } from "./same-origin.ts";
import { senderNetwork } from "./sender-network.ts";

/** What the guard found out about the sender of a request. */
export interface Caller {
  readonly identity?: Identity;
  readonly member?: { readonly role: Role };
  readonly source?: SourceIdentity;
  readonly workspace?: WorkspaceDatabase;
  readonly actor?: Actor;
}

export interface GuardDependencies {
  readonly authenticator: Authenticator;
  /** Needed where a route has `source` access. */
  readonly sourceAuthenticator?: SourceAuthenticator;
  readonly workspace: (id: WorkspaceId) => WorkspaceDatabase | Promise<WorkspaceDatabase>;
  readonly clock: Clock;
}

/** What a source's request tells about itself. */
export interface SourceRequestParts extends SourceCredentials {
  readonly ip: string;
}

/** The two gates of a route: before its body is read, and (for write keys in bodies) after. */
export interface Guard {
  readonly beforeBody: (request: FastifyRequest) => Promise<Caller>;
  readonly afterBody: (request: SourceRequestParts) => Caller | Promise<Caller>;
}

const perAddress: RateLimit = { max: 3000, windowSeconds: 60 };
const perUser: RateLimit = { max: 1200, windowSeconds: 60 };

/** One set of counters for a whole server. */
export function createGuards(dependencies: GuardDependencies): (route: Route) => Guard {
  const addresses = createRateLimiter(perAddress, dependencies.clock);
  const users = createRateLimiter(perUser, dependencies.clock);
  return (route) => {
    const own = route.rateLimit && createRateLimiter(route.rateLimit, dependencies.clock);
    return {
      beforeBody: async (request) => {
        if (route.access.kind === "source") return {};
        const network = senderNetwork(request.ip);
        refuseOver(addresses.take(network));
        const headers = headersOf(request);
        if (route.access.kind === "public") {
          if (own) refuseOver(own.take(network));
          refuseCrossSite(request, headers, headers.has("origin") && !route.crossOrigin);
          return {};
        }
        const caller = await signedIn(dependencies, route, request, headers);
        const key = caller.identity?.user.id ?? network;
        refuseOver(users.take(key));
        if (own) refuseOver(own.take(key));
        return caller;
      },
      afterBody: (request) =>
        whenReady(fromSource(dependencies, request), (caller) => {
          if (own) refuseOver(own.take(caller.source?.source ?? senderNetwork(request.ip)));
          return caller;
        }),
    };
  };
}

function refuseOver(waitSeconds: number): void {
  if (waitSeconds === 0) return;
  throw new RateLimited(waitSeconds);
}

function refuseCrossSite(request: FastifyRequest, headers: Headers, applies: boolean): void {
  if (!applies || isSafeMethod(request.method) || isSameOrigin(headers, request.host)) return;
  throw new AppError("forbidden", {
    zh: "请求不是来自本服务器的页面",
    en: "The request did not come from a page of this server",
  });
}

async function signedIn(
  { authenticator, workspace }: GuardDependencies,
  route: Route,
  request: FastifyRequest,
  headers: Headers,
): Promise<Caller> {
  const identity = await authenticator.identify(headers);
  if (identity === null)
    throw new AppError("unauthenticated", {
      zh: "请先登录，或提供有效的 API 密钥",
      en: "Sign in, or send a valid API key",
    });
  refuseCrossSite(request, headers, identity.via === "session");
  const actor: Actor = { kind: "user", id: identity.user.id };
  if (route.access.kind !== "workspace") {
    if (identity.limit) {
      throw new AppError("forbidden", {
        zh: "API 密钥只能访问它所在的工作区，此操作需要登录",
        en: "An API key reaches its workspace only; sign in for this",
      });
    }
    return { identity, actor };
  }
  const id = workspaceParam(request);
  const role = await authenticator.roleIn(identity, id);
  // Whether a workspace exists is nobody's business but its members'.
  if (role === null)
    throw new AppError("not-found", {
      zh: "没有这个工作区，或你不是它的成员",
      en: "There is no such workspace for you",
    });
  if (!roleReaches(role, route.access.role)) {
    throw new AppError("forbidden", {
      zh: `此操作需要${roleNames[route.access.role]}或更高的角色`,
      en: `This needs the role ${route.access.role} or a higher one`,
    });
  }
  return { identity, actor, member: { role }, workspace: await workspace(id) };
}

const roleNames: Readonly<Record<Role, string>> = {
  owner: "所有者",
  admin: "管理员",
  member: "成员",
};

const workspaceParams = z.object({ workspace: z.uuid() });

function workspaceParam(request: FastifyRequest): WorkspaceId {
  const parsed = workspaceParams.safeParse(request.params);
  if (!parsed.success)
    throw new AppError("not-found", {
      zh: "没有这个工作区，或你不是它的成员",
      en: "There is no such workspace for you",
    });
  return parsed.data.workspace as WorkspaceId;
}

function fromSource(
  { sourceAuthenticator, workspace }: GuardDependencies,
  request: SourceCredentials,
): Caller | Promise<Caller> {
  if (!sourceAuthenticator) throw new TypeError("A source route needs a sourceAuthenticator");
  return whenReady(sourceAuthenticator(request), (source) => {
    const actor: Actor = { kind: "source", id: source.source };
    return whenReady(workspace(source.workspace), (own) => ({ source, actor, workspace: own }));
  });
}
