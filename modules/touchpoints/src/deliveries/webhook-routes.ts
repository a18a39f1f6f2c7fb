import { AppError, type Clock } from "@causeway/kernel";
import type { SecretBox, WorkspaceDatabase } from "@causeway/platform-database";
import { defineRoute, type RawReply, type Route } from "@causeway/platform-http";
import { z } from "zod";
import type { ConnectorKind, RawDelivery, WebhookReply } from "../connectors/connector.ts";
import { limits } from "../limits.ts";
import { readConnection } from "../sources/connection.ts";
import { noteConnected, noteSourceError } from "../sources/note-error.ts";
import { storableText } from "../wire/storable-json.ts";
import type { WakeReading } from "./deliveries-queue.ts";
import { storeDelivery } from "./store-delivery.ts";

export interface WebhookDependencies {
  readonly secrets: SecretBox;
  readonly wake: WakeReading;
  readonly clock: Clock;
}

const tags = ["ingestion"] as const;
const params = z.object({ key: z.string().max(200) });
const perSource = { max: 3_000, windowSeconds: 60 } as const;

/**
 * Where systems that cannot speak the ingestion API send to. A request is proven on its raw bytes, written down and
 * acknowledged; it is read afterwards, so that no sender waits for it.
 */
export function webhookRoutes(dependencies: WebhookDependencies): readonly Route[] {
  return (["GET", "POST"] as const).map((method) =>
    defineRoute({
      method,
      path: "/v1/hooks/:key",
      summary:
        method === "GET"
          ? "Answer a sender that checks a source's address"
          : "Receive a webhook of a source's kind",
      tags,
      access: { kind: "source" },
      params,
      ...(method === "POST" ? { body: "buffer" as const, bodyLimit: limits.batchBytes } : {}),
      rateLimit: perSource,
      response: "raw",
      handle: async ({ workspace, source, url, headers, body }) => {
        const delivery: RawDelivery = {
          method,
          query: queryOf(url),
          headers: Object.fromEntries(headers),
          body: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
          receivedAt: dependencies.clock(),
        };
        return asReply(await receive(workspace, source.source, delivery, dependencies));
      },
    }),
  );
}

async function receive(
  workspace: WorkspaceDatabase,
  source: Parameters<typeof readConnection>[1],
  delivery: RawDelivery,
  { secrets, wake }: WebhookDependencies,
): Promise<WebhookReply> {
  const { kind, settings } = await workspace.transaction(
    (trx) => readConnection(trx, source, secrets),
    { readOnly: true },
  );
  if (kind.verify === undefined) {
    throw new AppError("unsupported", {
      zh: "这类来源不接收 Webhook",
      en: "This kind of source takes no webhooks",
    });
  }
  const verdict = await kind.verify(delivery, settings);
  if (verdict.kind === "refused") {
    await workspace.transaction((trx) => noteSourceError(trx, source, verdict.reason));
    throw new AppError("unauthenticated", verdict.reason);
  }
  if (verdict.kind === "answered") {
    await workspace.transaction((trx) => noteConnected(trx, source));
  }
  if (verdict.kind === "accepted") {
    await workspace.transaction(async (trx) => {
      await storeDelivery(trx, source, withKeptHeaders(delivery, kind, verdict.keep));
      await wake(trx, workspace.id);
    });
  }
  return verdict.reply;
}

/** What proved the sender may be a secret: only what reading needs is written down. */
function withKeptHeaders(
  delivery: RawDelivery,
  kind: ConnectorKind,
  added: RawDelivery["headers"] = {},
): RawDelivery {
  const kept = ["content-type", ...(kind.keepsHeaders ?? [])].flatMap((name) => {
    const value = delivery.headers[name];
    return value === undefined ? [] : [[name, value.slice(0, 500)] as const];
  });
  return { ...delivery, headers: { ...Object.fromEntries(kept), ...added } };
}

const mostParameters = 50;

/** The query as it was sent, whatever its names; of equal names the first counts. */
function queryOf(url: string): Readonly<Record<string, string>> {
  const parameters = [...new URL(url, "http://localhost").searchParams].slice(0, mostParameters);
  return Object.fromEntries(
    parameters
      .reverse()
      .map(([name, value]) => [storableText(name), storableText(value.slice(0, 2_000))]),
  );
}

function asReply({ status, contentType, body, location }: WebhookReply): RawReply {
  const headers = { "content-type": contentType, ...(location !== undefined && { location }) };
  return { status, body, headers };
}
