import { createHash } from "node:crypto";
import { AppError, type BothLanguages } from "@causeway/kernel";
import type { SettingValues } from "@causeway/platform-contract";
import type { IPublishPacket } from "mqtt-packet";
import type { Heard, ListenContext } from "../../listening/listener.ts";
import { connectionProblem } from "../../network/connection-problem.ts";
import { reachOf } from "../../network/reach-field.ts";
import { reachHost } from "../../network/reach-host.ts";
import type { JsonObject } from "../../wire/json-object.ts";
import { type MqttOptions, openMqttSession } from "./mqtt-session.ts";
import { type Heartbeat, mapFor, readHeartbeat, recordsOf } from "./read-message.ts";
import { parseTopicPatterns, type TopicPattern } from "./topic-pattern.ts";

const longestPayload = 64 * 1024;
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
        const heard = hear(fresh, { heartbeats, single, settings, now: context.clock() });
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

interface Hearing {
  readonly heartbeats: readonly TopicPattern[];
  readonly single: readonly TopicPattern[];
  readonly settings: SettingValues;
  readonly now: Date;
}

/** Sorts messages; a topic of single events wins over one of signs of life. */
function hear(messages: readonly IPublishPacket[], hearing: Hearing): Omit<Heard, "cursor"> {
  const heartbeats: Heartbeat[] = [];
  const events: JsonObject[] = [];
  const failures: Failure[] = [];
  for (const message of messages) {
    const alone = firstMatch(hearing.single, message.topic);
    const fields = alone ?? firstMatch(hearing.heartbeats, message.topic);
    // A retained message of a topic that was asked for before.
    if (fields === null) continue;
    const records = open(message, fields, hearing.now);
    if ("refused" in records) failures.push(failureOf(message, records.refused));
    else if (alone !== null) {
      events.push(...records.map((record) => ({ topic: message.topic, ...record })));
    } else {
      const beats = beatsOf(records, message.topic, hearing);
      heartbeats.push(...beats.heartbeats);
      failures.push(...beats.failures);
    }
  }
  return { heartbeats, failures, deliveries: deliveriesOf(events, hearing.now) };
}

type Failure = Heard["failures"][number];

/** The records of a message, or why there are none. */
function open(
  { payload }: IPublishPacket,
  fields: Readonly<Record<string, string>>,
  now: Date,
): readonly JsonObject[] | { readonly refused: BothLanguages } {
  const body = Buffer.from(payload);
  if (body.length > longestPayload) {
    return { refused: { zh: "消息超过 64 KB", en: "The message is larger than 64 KB" } };
  }
  return (
    recordsOf(body, fields, now) ?? {
      refused: { zh: "消息不是 JSON", en: "The message is no JSON" },
    }
  );
}

function failureOf({ topic, payload }: IPublishPacket, reason: BothLanguages): Failure {
  return { reason, item: { topic, payload: payload.toString().slice(0, 2_000) } };
}

function beatsOf(
  records: readonly JsonObject[],
  topic: string,
  { settings, now }: Hearing,
): Pick<Heard, "heartbeats" | "failures"> {
  const map = mapFor(records, settings);
  const zone = settings["zone"] ?? "+08:00";
  const heartbeats: Heartbeat[] = [];
  const failures: Failure[] = [];
  for (const record of records) {
    const beat = readHeartbeat(record, map, zone, now);
    if ("refused" in beat) failures.push({ reason: beat.refused, item: { topic, ...record } });
    else heartbeats.push(beat);
  }
  return { heartbeats, failures };
}

function firstMatch(
  patterns: readonly TopicPattern[],
  topic: string,
): Readonly<Record<string, string>> | null {
  for (const pattern of patterns) {
    const fields = pattern.match(topic);
    if (fields !== null) return fields;
  }
  return null;
}

function deliveriesOf(events: readonly JsonObject[], receivedAt: Date): Heard["deliveries"] {
  if (events.length === 0) return [];
  const body = Buffer.from(JSON.stringify(events));
  const headers = { "content-type": "application/json" };
  return [{ method: "MQTT", query: {}, headers, body, receivedAt }];
}
