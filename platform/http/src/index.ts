export {
  type Access,
  type Actor,
  type Authenticator,
  type Identity,
  lowerRole,
  roleReaches,
  type SourceAuthenticator,
  type SourceCredentials,
  type SourceIdentity,
  type User,
} from "./access.ts";
export {
  type AnsweredRequest,
  buildHttpServer,
  type HttpServer,
  type HttpServerOptions,
} from "./http-server.ts";
export { createLiveHub, type LiveHub, liveChannel, liveRoute } from "./live.ts";
export { type OpenApiInfo, openApiDocument } from "./openapi.ts";
export { problemKinds } from "./problem.ts";
export { createRateLimiter, RateLimited, type RateLimiter } from "./rate-limiter.ts";
export {
  type AnyRequest,
  type BodyKind,
  defineRoute,
  type Method,
  type PublicRequest,
  type RateLimit,
  type RawReply,
  type ResponseKind,
  type Route,
  type RouteDefinition,
  type SessionRequest,
  type SourceRequest,
  type WorkspaceRequest,
} from "./route.ts";
export { senderNetwork } from "./sender-network.ts";
export type { StaticFiles } from "./static-files.ts";
export type { Asked, Veil, VeilOf } from "./veil.ts";
