import { createHash, timingSafeEqual } from "node:crypto";
import { AppError } from "@causeway/kernel";
import { defineRoute, type Route } from "@causeway/platform-http";

/** What a proxy adds: a request that came from elsewhere, although its connection begins on this machine. */
const forwarding = ["x-forwarded-for", "x-real-ip", "forwarded", "via"] as const;
const loopback = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;

/**
 * GET /metrics: with a token, for whoever sends it as `Authorization: Bearer …`; without one, for programs on this
 * machine that ask the server itself.
 */
export function metricsRoute(render: () => Promise<string>, token: string | undefined): Route {
  return defineRoute({
    method: "GET",
    path: "/metrics",
    summary: "Metrics in Prometheus' text format",
    tags: ["server"],
    access: { kind: "public", why: "checks a token of its own, or answers this machine alone" },
    response: "raw",
    async handle({ ip, header }) {
      const isAllowed =
        token === undefined ? isFromHere(ip, header) : isToken(header("authorization"), token);
      if (!isAllowed) {
        throw new AppError("forbidden", {
          zh: "指标只对本机开放，或需要令牌",
          en: "Metrics are for this machine, or need their token",
        });
      }
      return {
        headers: {
          "content-type": "text/plain; version=0.0.4; charset=utf-8",
          "cache-control": "no-store",
        },
        body: await render(),
      };
    },
  });
}

function isFromHere(ip: string, header: (name: string) => string | null): boolean {
  return loopback.test(ip) && forwarding.every((name) => header(name) === null);
}

function isToken(authorization: string | null, token: string): boolean {
  const sent = /^bearer +(.+)$/i.exec(authorization ?? "")?.[1] ?? "";
  return timingSafeEqual(digest(sent), digest(token));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
