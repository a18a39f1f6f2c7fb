import { AppError, type Clock, whenReady } from "@causeway/kernel";
import {
  defineRoute,
  type Route,
  type SourceAuthenticator,
  type SourceIdentity,
} from "@causeway/platform-http";
import { z } from "zod";
import { limits } from "../limits.ts";
import type { PlanDirectory } from "../plan/plan-directory.ts";
import type { KnownSource, SourceDirectory } from "../sources/source-directory.ts";
import { type DecodedBody, decodeBody } from "../wire/decode-body.ts";
import { findWriteKey } from "../wire/find-write-key.ts";
import { textAt } from "../wire/json-object.ts";
import type { EventType } from "../wire/parse-event.ts";
import type { EventWriter } from "./event-writer.ts";
import { takeEvents } from "./ingest.ts";

export interface IngestionDependencies {
  readonly writer: EventWriter;
  readonly clock: Clock;
  /** What holds events back; nothing does without. */
  readonly plans?: Pick<PlanDirectory, "find">;
}

/** What the authenticator found while it looked for the key. */
interface Received {
  /**
   * Null where the key stood elsewhere, and for an empty one; and once it was taken, so that the objects of a body are
   * not kept while its events are being written.
   */
  body: DecodedBody | null;
  readonly history: boolean;
}

/**
 * The source of an ingestion request, by the write key in its Basic authorisation, body, path or query.
 * The body is decoded on the way, as a key may stand inside gzip.
 */
export function sourceAuthenticator(directory: SourceDirectory): SourceAuthenticator {
  return ({ header, query, params, body }) => {
    // A key in the path leaves the body as it came, for those who prove its sender by it.
    const named = textAt(params, "key");
    const decoded = named !== null || body.length === 0 ? null : decodeBody(body);
    return whenReady(decoded, (read) => {
      const key = named ?? findWriteKey(header("authorization"), read?.value ?? null, query);
      if (key === null)
        throw new AppError("unauthenticated", {
          zh: "请求没有带写入密钥",
          en: "The request carries no write key",
        });
      return whenReady(directory.find(key), (source) => identityOf(source, read));
    });
  };
}

function identityOf(source: KnownSource | null, body: DecodedBody | null): SourceIdentity {
  if (source === null)
    throw new AppError("unauthenticated", {
      zh: "写入密钥无效",
      en: "The write key is not known",
    });
  if (!source.enabled)
    throw new AppError("forbidden", { zh: "这个来源已暂停", en: "This source is paused" });
  const received: Received = { body, history: source.history };
  return { workspace: source.workspace, source: source.source, payload: received };
}

interface Endpoint {
  readonly paths: readonly [long: string, short: string];
  readonly type: EventType | null;
}

const endpoints: readonly Endpoint[] = [
  { paths: ["/v1/batch", "/v1/b"], type: null },
  { paths: ["/v1/track", "/v1/t"], type: "track" },
  { paths: ["/v1/page", "/v1/p"], type: "page" },
  { paths: ["/v1/screen", "/v1/s"], type: "screen" },
  { paths: ["/v1/identify", "/v1/i"], type: "identify" },
  { paths: ["/v1/group", "/v1/g"], type: "group" },
  { paths: ["/v1/alias", "/v1/a"], type: "alias" },
];

const accepted = z.object({ success: z.literal(true) });
const tags = ["ingestion"] as const;
const success = Object.freeze({ success: true as const });
const nothing: DecodedBody = { value: null, text: "", bytes: Buffer.alloc(0) };

/** The paths that Segment and RudderStack clients call, long (servers) and short (browsers). */
export function ingestionRoutes(dependencies: IngestionDependencies): readonly Route[] {
  const receiving = endpoints.flatMap(({ paths: [long, short], type }) => [
    receiveRoute(long, type, dependencies),
    receiveRoute(short, type, dependencies),
  ]);
  return [...receiving, metricsRoute, settingsRoute];
}

function receiveRoute(
  path: string,
  type: EventType | null,
  { writer, clock, plans }: IngestionDependencies,
): Route {
  return defineRoute({
    method: "POST",
    path,
    summary: type === null ? "Receive a batch of events" : `Receive a ${type} event`,
    tags,
    access: { kind: "source" },
    body: "buffer",
    bodyLimit: limits.batchBytes,
    crossOrigin: true,
    response: accepted,
    handle: (request) => {
      const { workspace, source } = request;
      const received = source.payload as Received;
      const { body, history } = received;
      received.body = null;
      // Only a browser's request comes from the customer's own address.
      const address = request.header("origin") === null ? null : request.ip;
      const sender = { source: source.source, history };
      const sent = body ?? nothing;
      const asked = { workspace, source: sender, payload: sent.value, sent, type, ip: address };
      const { stored } = takeEvents(asked, writer, clock, plans);
      if (stored === undefined) return success;
      return stored.then(
        () => success,
        (error: unknown) => {
          // The client hears only that it should retry; the reason must not be lost.
          if (error instanceof AppError && error.cause instanceof Error) {
            request.log.warn({ err: error.cause, source: source.source }, "events not stored");
          }
          throw error;
        },
      );
    },
  });
}

/** Browser libraries report on themselves here; nothing of it is kept. */
const metricsRoute = defineRoute({
  method: "POST",
  path: "/v1/m",
  summary: "Accept and drop a library's own metrics",
  tags,
  access: { kind: "public", why: "answers a constant and stores nothing" },
  body: "buffer",
  bodyLimit: limits.batchBytes,
  crossOrigin: true,
  response: accepted,
  handle: () => ({ success: true as const }),
});

/** analytics.js asks this before it sends: where to send to, and no third party beside it. */
const settingsRoute = defineRoute({
  method: "GET",
  path: "/v1/projects/:key/settings",
  summary: "Settings for browser libraries",
  tags,
  access: { kind: "source" },
  params: z.object({ key: z.string().max(200) }),
  crossOrigin: true,
  response: z.object({ integrations: z.record(z.string(), z.record(z.string(), z.string())) }),
  handle: ({ params, headers, url }) => {
    const host = headers.get("host") ?? "localhost";
    const protocol = protocolOf(headers, url);
    return {
      integrations: {
        "Segment.io": { apiKey: params.key, apiHost: `${host}/v1`, protocol },
      },
    };
  },
});

function protocolOf(headers: Headers, url: string): string {
  const forwarded = headers.get("x-forwarded-proto")?.split(",", 1)[0]?.trim();
  return forwarded === "https" || url.startsWith("https:") ? "https" : "http";
}
