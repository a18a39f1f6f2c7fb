import { createHash } from "node:crypto";
import { AppError } from "@causeway/kernel";
import type { SettingValues } from "@causeway/platform-contract";
import type { IPublishPacket } from "mqtt-packet";
import type { ListenContext } from "../../listening/listener.ts";
import { connectionProblem } from "../../network/connection-problem.ts";
import { reachOf } from "../../network/reach-field.ts";
import { reachHost } from "../../network/reach-host.ts";
import { hearMessages } from "./hear-messages.ts";
import { type MqttOptions, openMqttSession } from "./mqtt-session.ts";
import { parseTopicPatterns } from "./topic-pattern.ts";

/** More than a broker has under way to one client. */
const mostRemembered = 2_000;

/**
 * Receives from a broker until the signal says stop. A batch is acknowledged after it is durable, so nothing is lost when
 * anything ends anywhere; what the broker then sends again because our acknowledgement did not arrive is known by its packet
 * id and content, and not counted twice.
 */
export async function listenMqtt(settings: SettingValues, context: ListenContext): Promise<void> {
  const heartbeats = parseTopicPatterns(settings["heartbeats"] ?? "") ?? [];
  const single = parseTopicPatterns(settings["topics"] ?? "") ?? [];
  const filters = [...new Set([...heartbeats, ...single].map(({ filter }) => filter))];
  const options = await optionsOf(settings, filters, context);
  const session = await openMqttSession(options).catch((cause) => {
    const label = cause instanceof AppError ? null : connectionProblem(options.host, cause);
    throw label === null ? cause : new AppError("unavailable", label, { cause });
  });
  try {
    await context.connected();
    const taken = new Map(Object.entries((context.cursor?.["taken"] ?? {}) as object));
    let isResuming = true;
    for (;;) {
      const messages = await session.next();
      const fresh = messages.filter((message) => {
        // What is sent again comes first, before anything new; most brokers also mark it.
        const isRepeated = taken.get(String(message.messageId)) === digest(message);
        isResuming &&= isRepeated;
        return !(isRepeated && (isResuming || message.dup));
      });
      if (fresh.length > 0) {
        for (const message of fresh) remember(taken, message);
        const heard = hearMessages(fresh, { heartbeats, single, settings, now: context.clock() });
        await context.keep({ ...heard, cursor: { taken: Object.fromEntries(taken) } });
      }
      session.acknowledge(messages);
    }
  } finally {
    session.close();
  }
}

async function optionsOf(
  settings: SettingValues,
  filters: readonly string[],
  { sourceId, signal }: ListenContext,
): Promise<MqttOptions> {
  const { host = "", port = "", clientId = "", user = "", password = "" } = settings;
  return {
    ...{ address: await reachHost(host, reachOf(settings)), host, port: Number(port) },
    ...{ tls: settings["security"] !== "none", authority: settings["authority"] ?? "" },
    clientId: clientId === "" ? `causeway-${sourceId}` : clientId,
    ...{ user, password, filters, signal },
  };
}

function remember(taken: Map<string, unknown>, message: IPublishPacket): void {
  if (message.qos === 0 || message.messageId === undefined) return;
  const id = String(message.messageId);
  taken.delete(id);
  taken.set(id, digest(message));
  const [oldest] = taken.keys();
  if (taken.size > mostRemembered && oldest !== undefined) taken.delete(oldest);
}

function digest({ topic, payload }: IPublishPacket): string {
  const hash = createHash("sha256").update(topic).update("\0").update(payload);
  return hash.digest("base64url").slice(0, 16);
}
