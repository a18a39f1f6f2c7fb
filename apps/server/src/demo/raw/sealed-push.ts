import { randomBytes } from "node:crypto";
import { callbackSignature, type RawDelivery, sealMessage } from "@causeway/module-touchpoints";
import type { RawSettings } from "./raw-format.ts";

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** 43 characters that are 32 bytes: the last one holds four bits only. */
export function newAesKey(): string {
  const text = Array.from(randomBytes(42), (byte) => letters[byte % letters.length]).join("");
  return `${text}A`;
}

/** A message of Tencent's callbacks. */
export function xmlMessage(
  fields: readonly (readonly [name: string, value: string])[],
  seconds: number,
): string {
  const lines = fields.map(([name, value]) => `<${name}><![CDATA[${value}]]></${name}>`);
  return `<xml>${lines.join("")}<CreateTime>${seconds}</CreateTime></xml>`;
}

/** Whom a callback is for, and what proves it. */
interface Envelope {
  readonly account: string;
  /** Id of the app or the corporation. */
  readonly receiver: string;
  readonly settings: RawSettings;
}

/** A callback of WeChat or WeCom: the message encrypted, the query signed. */
export function sealedPush(
  message: string,
  seconds: number,
  { account, receiver, settings: { token = "", aesKey = "" } }: Envelope,
): RawDelivery {
  const sealed = sealMessage(aesKey, { message, receiver }, randomBytes(16));
  const [timestamp, nonce] = [String(seconds), randomBytes(5).toString("hex")];
  return {
    method: "POST",
    query: {
      ...{ timestamp, nonce, encrypt_type: "aes" },
      msg_signature: callbackSignature([token, timestamp, nonce, sealed]),
    },
    headers: { "content-type": "text/xml" },
    body: Buffer.from(
      `<xml><ToUserName><![CDATA[${account}]]></ToUserName><Encrypt><![CDATA[${sealed}]]></Encrypt></xml>`,
    ),
    receivedAt: new Date(seconds * 1000),
  };
}
