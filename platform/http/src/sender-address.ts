import type { IncomingHttpHeaders } from "node:http";

/** What tells where a request came from. */
export interface SenderFacts {
  readonly headers: IncomingHttpHeaders;
  readonly socket: { readonly remoteAddress?: string | undefined; readonly encrypted?: unknown };
}

/**
 * The address that the outermost of `proxies` reverse proxies saw, never one that a client wrote before it: what
 * the framework says of requests that it handles.
 */
export function senderAddress(request: SenderFacts, proxies: number): string {
  const own = request.socket.remoteAddress ?? "";
  const forwarded = request.headers["x-forwarded-for"];
  if (proxies === 0 || typeof forwarded !== "string") return own;
  const hops = forwarded.split(",").flatMap((hop) => hop.trim() || []);
  return [own, ...hops.reverse()][Math.min(proxies, hops.length)] ?? own;
}

/** Whether the request reached us, or the proxy nearest to us, over https. */
export function isSecure(request: SenderFacts, proxies: number): boolean {
  const forwarded = proxies === 0 ? undefined : request.headers["x-forwarded-proto"];
  if (typeof forwarded === "string") return forwarded.split(",").at(-1)?.trim() === "https";
  return request.socket.encrypted === true;
}
