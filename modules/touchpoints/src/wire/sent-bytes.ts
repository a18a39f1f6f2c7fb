import { isUtf8 } from "node:buffer";
import { limits } from "../limits.ts";
import { asObject, type JsonObject, textAt } from "./json-object.ts";
import type { EventType, Reception } from "./parse-event.ts";

/** A number with an exponent, which may unfold to any number of digits in the log, or one of very many digits. */
const unusualNumber = /[ \t\n\r,:[]-?\d(?:[\d.]*[eE]|[\d.]{40})/;

/** An event as it was sent: its JSON text, and the bytes that this was read from. */
export interface SentText {
  readonly text: string;
  readonly bytes: Buffer;
}

/**
 * The very bytes of an event, where they say the same as the JSON that would be made for the log: most events of a
 * request of their own. Null where something must be added, left out or mended.
 */
export function sentBytes(
  fields: JsonObject,
  type: EventType,
  reception: Reception,
): Buffer | null {
  const { sent, ip } = reception;
  if (sent === null || sent === undefined) return null;
  const { text, bytes } = sent;
  if (bytes.length > limits.eventBytes || !isUtf8(bytes)) return null;
  const context = asObject(fields["context"]);
  if (fields["type"] !== type || context === null || fields["writeKey"] !== undefined) return null;
  // The key of an event without one is made of the JSON for the log.
  if (textAt(fields, "messageId") === null) return null;
  if (ip !== null && context["ip"] === undefined) return null;
  // An escape may say NUL or half a surrogate pair, which the log does not take.
  const isUnusual = text.includes("\\u") || unusualNumber.test(text);
  return isUnusual || opensMoreThan(text, limits.depth) ? null : bytes;
}

/** Whether a text opens more objects and lists than so many, and so could nest as deep. */
function opensMoreThan(text: string, most: number): boolean {
  let count = 0;
  for (const bracket of ["{", "["]) {
    for (let at = text.indexOf(bracket); at >= 0; at = text.indexOf(bracket, at + 1)) {
      if (++count > most) return true;
    }
  }
  return false;
}
