import type { BothLanguages } from "@causeway/kernel";
import type { SettingValues } from "@causeway/platform-contract";
import type { IPublishPacket } from "mqtt-packet";
import type { Heard } from "../../listening/listener.ts";
import type { JsonObject } from "../../wire/json-object.ts";
import { type Heartbeat, mapFor, readHeartbeat, recordsOf } from "./read-message.ts";
import type { TopicPattern } from "./topic-pattern.ts";

const longestPayload = 64 * 1024;

/** A message as a broker hands it on. */
export type Message = Pick<IPublishPacket, "topic" | "payload">;

/** How messages are to be understood. */
export interface Hearing {
  readonly heartbeats: readonly TopicPattern[];
  readonly single: readonly TopicPattern[];
  readonly settings: SettingValues;
  readonly now: Date;
}

/** Sorts messages; a topic of single events wins over one of signs of life. */
export function hearMessages(
  messages: readonly Message[],
  hearing: Hearing,
): Omit<Heard, "cursor"> {
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
  { payload }: Message,
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

function failureOf({ topic, payload }: Message, reason: BothLanguages): Failure {
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
