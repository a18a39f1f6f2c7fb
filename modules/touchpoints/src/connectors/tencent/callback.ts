import { asObject, type JsonObject, textAt } from "../../wire/json-object.ts";
import type { RawDelivery, Verification } from "../connector.ts";
import { readXml } from "../read-xml.ts";
import { callbackSignature, isSameText, openMessage } from "./callback-crypto.ts";

/** What a person copies from the console of WeChat or WeCom. */
export interface CallbackSecrets {
  readonly token: string;
  /** The key in use and the one before it; empty where callbacks are not encrypted. */
  readonly aesKeys: readonly string[];
  /** Id of the app or the corporation, at the end of what is encrypted. */
  readonly receiver: string;
}

/** A callback's body, XML or JSON as the console is set; null when it is neither. */
export function readCallbackBody(body: Buffer): JsonObject | null {
  const text = body.toString("utf8").trim();
  if (text.startsWith("<")) return readXml(text);
  try {
    return asObject(JSON.parse(text));
  } catch {
    return null;
  }
}

/** The message inside an encrypted text; null when no key opens it, or it was made for somebody else. */
export function openCallback(encrypted: string, secrets: CallbackSecrets): string | null {
  for (const key of secrets.aesKeys) {
    const opened = openMessage(key, encrypted);
    if (opened !== null && opened.receiver === secrets.receiver) return opened.message;
  }
  return null;
}

/** The message of a delivery, opened where it is encrypted; null when it cannot be read. */
export function messageOf(delivery: RawDelivery, secrets: CallbackSecrets): JsonObject | null {
  const outer = readCallbackBody(delivery.body);
  const encrypted = outer === null ? null : textAt(outer, "Encrypt");
  if (outer === null || encrypted === null || secrets.aesKeys.length === 0) return outer;
  const opened = openCallback(encrypted, secrets);
  return opened === null ? null : readCallbackBody(Buffer.from(opened));
}

/** Whether Tencent signed the query with our token (and, where it is encrypted, the body). */
export function isSigned(
  { query, body }: RawDelivery,
  { token, aesKeys }: CallbackSecrets,
  signed: "query" | "body" | "echo",
): boolean {
  const { timestamp = "", nonce = "", signature = "", msg_signature = "", echostr = "" } = query;
  if (signed === "query") {
    return isSameText(callbackSignature([token, timestamp, nonce]), signature);
  }
  const outer = signed === "body" ? readCallbackBody(body) : null;
  const encrypted = signed === "echo" ? echostr : outer && textAt(outer, "Encrypt");
  if (!encrypted || aesKeys.length === 0) return false;
  return isSameText(callbackSignature([token, timestamp, nonce, encrypted]), msg_signature);
}

export const refusedSignature: Verification = {
  kind: "refused",
  reason: { zh: "签名与 Token 不符", en: "The signature does not fit the token" },
};

/** An answer in plain text. */
export function plainAnswer(kind: "accepted" | "answered", body: string): Verification {
  return { kind, reply: { status: 200, contentType: "text/plain; charset=utf-8", body } };
}
