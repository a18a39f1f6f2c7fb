import type { FastifyInstance } from "fastify";

/**
 * Scripts come from our own files only. Styles may be inline, because antd writes its styles at run time;
 * no origin but ours is contacted at all.
 */
const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

const headers: readonly (readonly [string, string])[] = Object.entries({
  "content-security-policy": contentSecurityPolicy,
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
});

/** For answers to requests that came over https. */
export const strictTransport = ["strict-transport-security", "max-age=31536000"] as const;

/** The security headers (OWASP Secure Headers) of an answer, but for those it sets itself; names and values in turn. */
export function securityHeadersBut(own: ReadonlySet<string>): readonly string[] {
  return headers.filter(([name]) => !own.has(name)).flat();
}

/** Adds the security headers to every answer that has not set its own. */
export function addSecurityHeaders(app: FastifyInstance): void {
  app.addHook("onSend", (request, reply, _payload, done) => {
    for (const [name, value] of headers) {
      if (!reply.hasHeader(name)) reply.header(name, value);
    }
    if (request.protocol === "https") {
      reply.header(...strictTransport);
    }
    if (request.url.startsWith("/api/") && !reply.hasHeader("cache-control")) {
      reply.header("cache-control", "no-store");
    }
    done();
  });
}
