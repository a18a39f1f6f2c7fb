import { createHash } from "node:crypto";
import type { BothLanguages } from "@causeway/kernel";
import { limits } from "../limits.ts";
import { correctTime, earliest, type TimeFlag, timeAt } from "./correct-time.ts";
import { asObject, type JsonObject, listAt, objectAt, textAt } from "./json-object.ts";
import { type SentText, sentBytes } from "./sent-bytes.ts";
import { storableJson, storableText } from "./storable-json.ts";

export const eventTypes = ["track", "page", "screen", "identify", "group", "alias"] as const;
export type EventType = (typeof eventTypes)[number];

/** One event as it goes into the log. */
export interface ParsedEvent {
  readonly messageId: string;
  readonly type: EventType;
  /** Name of the track event, or of the page or screen. */
  readonly name: string | null;
  readonly userId: string | null;
  readonly anonymousId: string | null;
  readonly occurredAt: Date;
  readonly originalMonth: string;
  readonly receivedAt: Date;
  readonly timeFlag: TimeFlag | null;
  /** The whole event as JSON text that PostgreSQL stores, or as the bytes of it that were sent. */
  readonly payload: string | Buffer;
}

export type EventVerdict =
  | { readonly ok: true; readonly event: ParsedEvent }
  | { readonly ok: false; readonly reason: BothLanguages; readonly payload: string };

/** What an event's surroundings say about it. */
export interface Reception {
  readonly receivedAt: Date;
  /** Clock of the client when it sent the request (of the batch, when the event says nothing). */
  readonly sentAt: Date | null;
  /** Type that the path names (`/v1/track`); wins over the body. */
  readonly type: EventType | null;
  /** Context shared by the batch. */
  readonly context: JsonObject;
  /** Address of the browser, for events that come straight from one. */
  readonly ip: string | null;
  /** The event as it was sent, where that is known. */
  readonly sent?: SentText | null;
  /** A source of history states itself when its events became known (`receivedAt` of the event, else its timestamp). */
  readonly history: boolean;
}

/** Checks one event of a batch and gives the row of the log, or the reason why it can never be one. */
export function parseEvent(item: unknown, reception: Reception): EventVerdict {
  const fields = asObject(item);
  if (fields === null)
    return rejected({ zh: "事件不是对象", en: "The event is not an object" }, item);
  const type = reception.type ?? readType(fields);
  if (type === null) return rejected({ zh: "未知的事件类型", en: "Unknown type of event" }, item);
  const reason = missing(type, fields) ?? tooLong(fields);
  if (reason !== null) return rejected(reason, item);
  const payload =
    sentBytes(fields, type, reception) ??
    storableJson(withContext(fields, type, reception), limits.depth);
  if (payload === null)
    return rejected(
      {
        zh: `事件嵌套超过 ${limits.depth} 层`,
        en: `The event nests deeper than ${limits.depth}`,
      },
      item,
    );
  if (lengthOf(payload) > limits.eventBytes) {
    const most = limits.eventBytes / 1024;
    return rejected({ zh: `事件超过 ${most} KB`, en: `The event is larger than ${most} KB` }, item);
  }
  return { ok: true, event: toEvent(fields, type, payload, reception) };
}

function lengthOf(payload: string | Buffer): number {
  return typeof payload === "string" ? Buffer.byteLength(payload) : payload.length;
}

function toEvent(
  fields: JsonObject,
  type: EventType,
  payload: string | Buffer,
  reception: Reception,
): ParsedEvent {
  const original = timeAt(fields, "originalTimestamp") ?? timeAt(fields, "timestamp");
  const receivedAt = reception.history
    ? knownAt(fields, original, reception)
    : reception.receivedAt;
  // History is not sent as it happens: its clock is right, and sentAt says nothing about it.
  const sentAt = reception.history ? null : (timeAt(fields, "sentAt") ?? reception.sentAt);
  const time = correctTime(original, sentAt, receivedAt);
  return {
    messageId: storableText(textAt(fields, "messageId") ?? contentId(original, payload)),
    type,
    name: storable(nameOf(type, fields)),
    userId: storable(textAt(fields, "userId")),
    anonymousId: storable(textAt(fields, "anonymousId")),
    occurredAt: time.occurredAt,
    originalMonth: time.originalMonth,
    receivedAt,
    timeFlag: time.flag,
    payload,
  };
}

function knownAt(fields: JsonObject, original: Date | null, reception: Reception): Date {
  const stated = timeAt(fields, "receivedAt") ?? original ?? reception.receivedAt;
  const isPossible = stated.getTime() >= earliest && stated <= reception.receivedAt;
  return isPossible ? stated : reception.receivedAt;
}

function readType(fields: JsonObject): EventType | null {
  const type = textAt(fields, "type");
  return eventTypes.find((known) => known === type) ?? null;
}

function missing(type: EventType, fields: JsonObject): BothLanguages | null {
  if (type === "track" && textAt(fields, "event") === null) {
    return { zh: "track 事件缺少 `event`", en: "A track event needs `event`" };
  }
  if (type === "group" && textAt(fields, "groupId") === null) {
    return { zh: "group 事件缺少 `groupId`", en: "A group event needs `groupId`" };
  }
  if (type === "alias" && textAt(fields, "previousId") === null) {
    return { zh: "alias 事件缺少 `previousId`", en: "An alias event needs `previousId`" };
  }
  const externalIds = listAt(objectAt(fields, "context"), "externalIds");
  const identified =
    textAt(fields, "userId") !== null ||
    textAt(fields, "anonymousId") !== null ||
    externalIds.length > 0;
  return identified
    ? null
    : {
        zh: "事件缺少 `userId`、`anonymousId` 或 `context.externalIds`",
        en: "The event needs `userId`, `anonymousId` or `context.externalIds`",
      };
}

const lengths: readonly (readonly [key: string, length: number])[] = Object.entries({
  messageId: limits.messageIdLength,
  userId: limits.identifierLength,
  anonymousId: limits.identifierLength,
  groupId: limits.identifierLength,
  previousId: limits.identifierLength,
  event: limits.nameLength,
  name: limits.nameLength,
});

function tooLong(fields: JsonObject): BothLanguages | null {
  for (const [key, length] of lengths) {
    if ((textAt(fields, key)?.length ?? 0) > length) {
      return {
        zh: `\`${key}\` 超过 ${length} 个字符`,
        en: `\`${key}\` is longer than ${length} characters`,
      };
    }
  }
  return null;
}

function nameOf(type: EventType, fields: JsonObject): string | null {
  if (type === "track") return textAt(fields, "event");
  if (type === "page" || type === "screen") {
    return textAt(fields, "name") ?? textAt(objectAt(fields, "properties"), "name");
  }
  return null;
}

function withContext(fields: JsonObject, type: EventType, reception: Reception): JsonObject {
  const { writeKey: _key, ...rest } = fields;
  const address = reception.ip === null ? {} : { ip: reception.ip };
  const context = { ...address, ...reception.context, ...objectAt(fields, "context") };
  return { ...rest, type, context };
}

/** Without a messageId the content itself is the key, so that a retry is still recognised; without a time, nothing is. */
function contentId(original: Date | null, payload: string | Buffer): string {
  const hash = createHash("sha256").update(payload);
  if (original === null) hash.update(crypto.randomUUID());
  return `content-${hash.digest("base64url")}`;
}

function storable(text: string | null): string | null {
  const clean = text === null ? "" : storableText(text);
  return clean === "" ? null : clean;
}

function rejected(reason: BothLanguages, item: unknown): EventVerdict {
  return { ok: false, reason, payload: excerpt(item) };
}

/** The refused event as it came, or the beginning of its text when it is large or cannot be stored. */
function excerpt(item: unknown): string {
  const whole = storableJson(item ?? null, limits.depth);
  if (whole !== null && Buffer.byteLength(whole) <= limits.eventBytes) return whole;
  const start = whole === null ? "(nested too deep)" : whole.slice(0, 2_000);
  return JSON.stringify({ excerpt: storableText(start) });
}
