import { AppError, type BothLanguages, issueAt } from "@causeway/kernel";
import { limits } from "../limits.ts";
import { timeAt } from "./correct-time.ts";
import { asObject, type JsonObject, objectAt } from "./json-object.ts";
import type { EventType } from "./parse-event.ts";

const batchKey = "batch";

/** A request taken apart: its events, and what they share. */
export interface Envelope {
  readonly items: readonly unknown[];
  readonly type: EventType | null;
  readonly sentAt: Date | null;
  readonly context: JsonObject;
}

/**
 * The events of a request: `batch` of a batch body, a bare list, or the body itself.
 * Throws `AppError` for what no retry can mend: not an object, no list, too many events.
 */
export function readEnvelope(payload: unknown, type: EventType | null): Envelope {
  const body = asObject(payload);
  if (type !== null) {
    if (body === null)
      throw notEvents("body", { zh: "请求内容不是事件", en: "The body is not an event" });
    return { items: [body], type, sentAt: timeAt(body, "sentAt"), context: {} };
  }
  const items = Array.isArray(payload) ? payload : body?.[batchKey];
  if (!Array.isArray(items))
    throw notEvents("body.batch", { zh: "请求内容没有 `batch`", en: "The body has no `batch`" });
  if (items.length > limits.batchEvents) {
    throw new AppError("too-large", {
      zh: `一批最多 ${limits.batchEvents} 个事件`,
      en: `A batch holds at most ${limits.batchEvents} events`,
    });
  }
  return {
    items,
    type: null,
    sentAt: timeAt(body, "sentAt"),
    context: body === null ? {} : objectAt(body, "context"),
  };
}

function notEvents(path: string, label: BothLanguages): AppError {
  return new AppError("bad-input", label, { issues: [issueAt(path, label)] });
}
